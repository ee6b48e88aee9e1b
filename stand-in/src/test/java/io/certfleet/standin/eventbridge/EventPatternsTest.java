package io.certfleet.standin.eventbridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.certfleet.standin.StandInSettings;
import io.certfleet.standin.account.Account;
import io.certfleet.standin.gateway.Json;
import io.certfleet.standin.privateca.ManualExecutor;
import io.certfleet.standin.privateca.SettableClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The patterns of infra/terraform/events against the sample events of AWS's documentation. */
class EventPatternsTest {
    private static final String CA =
            "arn:aws:acm-pca:us-east-1:111122223333:certificate-authority/11223344-1234-1122-2233-112233445566";
    private static final String COMMAND = """
            {"version":"0","id":"51c0891d-0e34-45b1-83d6-95db273d1602",
            "detail-type":"EC2 Command Status-change Notification","source":"aws.ssm","account":"123456789012",
            "time":"2016-07-10T21:51:32Z","region":"us-east-1",
            "resources":["arn:aws:ec2:us-east-1:123456789012:instance/i-abcd1111"],
            "detail":{"command-id":"e8d3c0e4-71f7-4491-898f-c9b35bee5f3b","document-name":"certfleet-generate-csr",
            "expire-after":"2016-07-14T22:01:30.049Z","parameters":{"executionTimeout":["3600"],"payload":["ZGF0ZQ=="]},
            "requested-date-time":"2016-07-10T21:51:30.049Z","status":"Success"}}""";
    private static final String INVOCATION = """
            {"version":"0","id":"4780e1b8-f56b-4de5-95f2-95db273d1602",
            "detail-type":"EC2 Command Invocation Status-change Notification","source":"aws.ssm",
            "account":"123456789012","time":"2016-07-10T21:51:32Z","region":"us-east-1",
            "resources":["arn:aws:ec2:us-east-1:123456789012:instance/i-abcd1111"],
            "detail":{"command-id":"e8d3c0e4-71f7-4491-898f-c9b35bee5f3b","document-name":"%s",
            "instance-id":"i-9bb89e2b","requested-date-time":"2016-07-10T21:51:30.049Z","status":"%s"}}""";
    private static final String AUTHORITY = """
            {"version":"0","id":"event_ID","detail-type":"ACM Private CA %s","source":"aws.acm-pca",
            "account":"account","time":"2019-11-04T19:57:46Z","region":"region",
            "resources":["%s","%s/certificate/0a"],"detail":{"result":"%s"}}""";
    private static final String OBJECT = """
            {"version":"0","id":"17793124-05d4-b198-2fde-7ededc63b103","detail-type":"Object Created","source":"aws.s3",
            "account":"111122223333","time":"2021-11-12T00:00:00Z","region":"us-east-1",
            "resources":["arn:aws:s3:::%1$s"],"detail":{"version":"0","bucket":{"name":"%1$s"},
            "object":{"key":"%2$s","size":5,"etag":"b1946ac92492d2347c6235b4d2611184",
            "version-id":"IYV3p45BT0ac8hjHg1houSdS1a.Mro8e","sequencer":"617f08299329d189"},
            "request-id":"N4N7GDK58NMKJ12R","requester":"123456789012","source-ip-address":"1.2.3.4",
            "reason":"PutObject"}}""";

    private static List<String> targets(String event) {
        Bus bus = new Bus(
                Account.standard(),
                Clock.systemUTC(),
                (queue, body) -> {},
                new ManualExecutor(new SettableClock(Instant.EPOCH)));
        Rule.read(
                        StandInSettings.in(Path.of("")).infrastructure().resolve("events"),
                        Map.of("prefix", "certfleet-", "ca_arn", CA, "crl_bucket", "crls", "crl_key_prefix", "crl/"))
                .forEach(bus::add);
        return bus.targets(Json.read(event.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Success",
                "Failed",
                "TimedOut",
                "Cancelled",
                "DeliveryTimedOut",
                "Delivery Timed Out",
                "ExecutionTimedOut",
                "Execution Timed Out",
                "Undeliverable",
                "Terminated",
                "AccessDenied"
            })
    void a_finished_invocation_goes_to_the_queue_of_its_document(String status) {
        assertThat(targets(INVOCATION.formatted("certfleet-generate-csr", status)))
                .containsExactly("csr");
        assertThat(targets(INVOCATION.formatted("certfleet-install-certificate", status)))
                .containsExactly("installed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Pending", "InProgress", "In Progress", "Delayed", "Cancelling"})
    void an_invocation_under_way_goes_nowhere(String status) {
        assertThat(targets(INVOCATION.formatted("certfleet-generate-csr", status)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"AWS-RunShellScript", "generate-csr", "other-generate-csr", "certfleet-generate-csr-2"})
    void an_invocation_of_a_strange_document_goes_nowhere(String document) {
        assertThat(targets(INVOCATION.formatted(document, "Success"))).isEmpty();
    }

    @Test
    void the_status_of_a_whole_command_goes_nowhere() {
        assertThat(targets(COMMAND)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"Certificate Issuance, success", "Certificate Issuance, failure", "Certificate Revocation, success"})
    void an_issuance_and_a_revocation_go_to_the_certificate_queue(String type, String result) {
        assertThat(targets(AUTHORITY.formatted(type, CA, CA, result))).containsExactly("certificate");
    }

    @Test
    void another_cas_certificate_and_our_cas_other_events_go_nowhere() {
        String other = CA.replace("11223344", "99999999");
        assertThat(targets(AUTHORITY.formatted("Certificate Issuance", other, other, "success")))
                .isEmpty();
        assertThat(targets(AUTHORITY.formatted("CRL Generation", CA, CA, "success")))
                .isEmpty();
        assertThat(targets(AUTHORITY.formatted("CRL Generation", other, other, "failure")))
                .isEmpty();
        assertThat(targets(AUTHORITY.formatted("Audit Report Generation", CA, CA, "failure")))
                .isEmpty();
    }

    @Test
    void a_crl_that_the_ca_could_not_make_goes_to_the_crl_queue() {
        assertThat(targets(AUTHORITY.formatted("CRL Generation", CA, CA, "failure")))
                .containsExactly("crl");
    }

    @ParameterizedTest
    @CsvSource({"crls, crl/1.crl", "crls, crl/deep/1.crl"})
    void a_crl_in_our_bucket_goes_to_the_crl_queue(String bucket, String key) {
        assertThat(targets(OBJECT.formatted(bucket, key))).containsExactly("crl");
    }

    @ParameterizedTest
    @CsvSource({"other, crl/1.crl", "crls, 1.crl", "crls, crl/1.pem", "crls, acm-pca-permission-test-key"})
    void another_object_goes_nowhere(String bucket, String key) {
        assertThat(targets(OBJECT.formatted(bucket, key))).isEmpty();
    }

    @Test
    void an_unknown_placeholder_is_refused_by_name(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("x.json"), "{\"source\":[\"${vault}\"]}");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Rule.read(folder, Map.of("prefix", "p")))
                .withMessageContaining("x.json")
                .withMessageContaining("${vault}");
    }
}
