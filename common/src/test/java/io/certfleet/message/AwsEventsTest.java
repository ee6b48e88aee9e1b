package io.certfleet.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The samples of AWS's event references. */
class AwsEventsTest {
    private static final String CA = "arn:aws:acm-pca:region:account:certificate-authority/CA_ID";
    private static final String CERTIFICATE = CA + "/certificate/certificate_ID";

    private static String privateCa(String detailType, String resources, String detail) {
        return """
                {"version":"0","id":"event_ID","detail-type":"%s","source":"aws.acm-pca","account":"account",
                 "time":"2019-11-04T19:57:46Z","region":"region","resources":[%s],"detail":%s}""".formatted(detailType, resources, detail);
    }

    private static String quoted(String... arns) {
        return "\"" + String.join("\",\"", arns) + "\"";
    }

    @Test
    void an_issuance_names_its_certificate_in_whichever_order() {
        String type = "ACM Private CA Certificate Issuance";
        assertThat(Messages.read(privateCa(type, quoted(CA, CERTIFICATE), "{\"result\":\"success\"}")))
                .isEqualTo(new Message.CertificateIssued(CERTIFICATE));
        assertThat(Messages.read(privateCa(type, quoted(CERTIFICATE, CA), "{\"result\":\"success\"}")))
                .isEqualTo(new Message.CertificateIssued(CERTIFICATE));
    }

    @Test
    void an_issuance_that_failed_is_not_a_certificate() {
        assertThat(Messages.read(privateCa(
                        "ACM Private CA Certificate Issuance",
                        quoted(CA, CERTIFICATE),
                        "{\"result\":\"failure\",\"reason\":\"x\"}")))
                .isEqualTo(new Message.IssuanceFailed(CERTIFICATE));
    }

    @Test
    void a_revocation_carries_its_time() {
        assertThat(Messages.read(privateCa(
                        "ACM Private CA Certificate Revocation", quoted(CA, CERTIFICATE), "{\"result\":\"success\"}")))
                .isEqualTo(new Message.CertificateRevoked(CERTIFICATE, Instant.parse("2019-11-04T19:57:46Z")));
    }

    @Test
    void a_finished_command_is_the_instance_ids_of_its_detail_not_of_its_resources() {
        assertThat(Messages.read("""
                        {"version":"0","id":"4780e1b8-f56b-4de5-95f2-95db273d1602",
                         "detail-type":"EC2 Command Invocation Status-change Notification","source":"aws.ssm",
                         "account":"123456789012","time":"2016-07-10T21:51:32Z","region":"us-east-1",
                         "resources":["arn:aws:ec2:us-east-1:123456789012:instance/i-abcd1111"],
                         "detail":{"command-id":"e8d3c0e4-71f7-4491-898f-c9b35bee5f3b",
                           "document-name":"AWS-RunPowerShellScript","instance-id":"i-9bb89e2b",
                           "requested-date-time":"2016-07-10T21:51:30.049Z","status":"Success"}}"""))
                .isEqualTo(new Message.CommandFinished("e8d3c0e4-71f7-4491-898f-c9b35bee5f3b", "i-9bb89e2b"));
    }

    @Test
    void a_crl_that_could_not_be_made_carries_its_reason_and_one_that_was_made_says_nothing_new() {
        String type = "ACM Private CA CRL Generation";
        String reason = "Failed to write CRL to S3. Check your S3 bucket permissions.";
        assertThat(Messages.read(privateCa(type, quoted(CA), "{\"result\":\"failure\",\"reason\":\"" + reason + "\"}")))
                .isEqualTo(new Message.CrlGenerationFailed(reason));
        assertThatThrownBy(() -> Messages.read(privateCa(type, quoted(CA), "{\"result\":\"success\"}")))
                .isInstanceOf(UnreadableMessageException.class)
                .hasMessageContaining("not a failure");
    }

    @Test
    void a_new_object_is_its_bucket_and_key() {
        assertThat(Messages.read("""
                        {"version":"0","id":"x","detail-type":"Object Created","source":"aws.s3","account":"111122223333",
                         "time":"2021-11-12T00:00:00Z","region":"ca-central-1","resources":["arn:aws:s3:::b"],
                         "detail":{"version":"0","bucket":{"name":"b"},
                           "object":{"key":"crl/ca.crl","size":5,"etag":"e"},"request-id":"r","reason":"PutObject"}}""")).isEqualTo(new Message.CrlObjectCreated("b", "crl/ca.crl"));
    }

    @Test
    void an_event_without_what_we_need_is_refused_with_its_name() {
        assertThatThrownBy(() -> Messages.read(
                        privateCa("ACM Private CA Certificate Issuance", quoted(CA), "{\"result\":\"success\"}")))
                .isInstanceOf(UnreadableMessageException.class)
                .hasMessageContaining("names no certificate");
        assertThatThrownBy(() -> Messages.read(
                        "{\"detail-type\":\"EC2 Command Invocation Status-change Notification\",\"detail\":{}}"))
                .isInstanceOf(UnreadableMessageException.class)
                .hasMessageContaining("command-id");
        assertThatThrownBy(() -> Messages.read(privateCa("ACM Private CA Creation", quoted(CA), "{}")))
                .isInstanceOf(UnreadableMessageException.class)
                .hasMessageContaining("ACM Private CA Creation");
    }
}
