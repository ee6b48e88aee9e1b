package io.certfleet.queue;

import io.certfleet.rotation.Row;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.HashMap;
import java.util.Map;

/** A service as it is built for Lambda, with the environment that Terraform gives it. */
public class LambdaBuild implements QuarkusTestProfile {

    @Override
    public String getConfigProfile() {
        return "lambda";
    }

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> settings = new HashMap<>();
        // The tests' build has the container's web server too.
        settings.put("quarkus.http.host-enabled", "false");
        // Any free port, for the server that plays Lambda's runtime API.
        settings.put("quarkus.lambda.mock-event-server.test-port", "0");
        for (QueueName queue : QueueName.values()) {
            settings.put("certfleet." + queue.word() + "-queue-url", "http://sqs/" + queue.word());
            settings.put("certfleet." + queue.word() + "-dlq-url", "http://sqs/" + queue.word() + "-dlq");
        }
        settings.put("certfleet.table-name", "certfleet-inventory");
        settings.put("certfleet.topic-arn", "arn:aws:sns:us-east-1:111122223333:certfleet-notifications");
        settings.put("certfleet.ca-arn", Row.CA);
        settings.put("certfleet.trust-anchor-arn", "arn:aws:rolesanywhere:us-east-1:111122223333:trust-anchor/ours");
        settings.put("certfleet.profile-arn", "arn:aws:rolesanywhere:us-east-1:111122223333:profile/ours");
        settings.put("certfleet.role-arn", "arn:aws:iam::111122223333:role/host");
        settings.put("certfleet.crl-bucket", "crls");
        for (String document : new String[] {"generate-csr", "install-certificate"}) {
            settings.put("certfleet." + document + "-document", "certfleet-" + document);
            settings.put("certfleet." + document + "-document-version", "1");
            settings.put("certfleet." + document + "-document-hash", "0".repeat(64));
        }
        return settings;
    }
}
