package io.certfleet.drill.services;

import io.certfleet.standin.StandIn;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What Terraform would give the services as their environment, credentials apart. */
public final class ServiceEnvironment {
    private static final List<String> DOCUMENTS = List.of("generate-csr", "install-certificate");

    private ServiceEnvironment() {}

    public static Map<String, String> of(StandIn standIn) {
        Map<String, String> environment = new LinkedHashMap<>();
        standIn.environment().forEach((name, value) -> {
            if (name.equals("AWS_ENDPOINT_URL") || name.equals("AWS_REGION")) {
                environment.put(name, value);
            } else if (name.matches(".*_(QUEUE|DLQ)_URL|.*(?<!_QUEUE|_DLQ)_ARN|TABLE_NAME|CRL_BUCKET")) {
                environment.put("CERTFLEET_" + name, value);
            }
        });
        for (String document : DOCUMENTS) {
            String name = standIn.account().prefix() + document;
            String variable = "CERTFLEET_" + document.toUpperCase(Locale.ROOT).replace('-', '_') + "_DOCUMENT";
            environment.put(variable, name);
            environment.put(variable + "_VERSION", "1");
            environment.put(variable + "_HASH", standIn.documents().hash(name));
        }
        return environment;
    }
}
