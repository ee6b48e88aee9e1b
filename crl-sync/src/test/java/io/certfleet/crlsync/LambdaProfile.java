package io.certfleet.crlsync;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** The build for Lambda, with the environment that Terraform gives it. */
public class LambdaProfile implements QuarkusTestProfile {

    @Override
    public String getConfigProfile() {
        return "lambda";
    }

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                // Any free port, for the server that plays Lambda's runtime API.
                "quarkus.lambda.mock-event-server.test-port", "0",
                "certfleet.crl-queue-url", "https://sqs.us-east-1.amazonaws.com/111122223333/certfleet-crl",
                "certfleet.crl-dlq-url", "https://sqs.us-east-1.amazonaws.com/111122223333/certfleet-crl-dlq",
                "certfleet.topic-arn", "arn:aws:sns:us-east-1:111122223333:certfleet-notifications",
                "certfleet.ca-arn", FakeAws.CA_ARN,
                "certfleet.trust-anchor-arn", FakeAws.ANCHOR,
                "certfleet.crl-bucket", "crls");
    }
}
