package io.certfleet.standin.gateway;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Who a request's Authorization header says is calling, and which service it is for. */
record Caller(String name, String service) {
    private static final Pattern SIGNATURE =
            Pattern.compile("AWS4-(HMAC|X509-RSA|X509-ECDSA)-SHA256 Credential=([^/,\\s]+)/\\d{8}/[^/]+/([^/]+)/.*");
    private static final Map<String, String> KNOWN = Map.of(
            "AKIACERTFLEETCHECKER", "checker",
            "AKIACERTFLEETISSUER", "issuer",
            "AKIACERTFLEETDEPLOYER", "deployer",
            "AKIACERTFLEETCRLSYNC", "crl-sync",
            "AKIACERTFLEETOPERATOR", "operator",
            "AKIACERTFLEETADMIN", "administrator");

    /** Reads the header; empty where it is not a signature of version 4. */
    static Optional<Caller> read(String authorization) {
        Matcher parts = SIGNATURE.matcher(authorization);
        if (!parts.matches()) {
            return Optional.empty();
        }
        // A host signs with its certificate's key, and its credential is the certificate's serial number.
        boolean key = parts.group(1).equals("HMAC");
        String name = key ? KNOWN.getOrDefault(parts.group(2), parts.group(2)) : "host";
        return Optional.of(new Caller(name, parts.group(3)));
    }
}
