package io.certfleet.standin.iam;

import com.fasterxml.jackson.databind.JsonNode;
import io.certfleet.standin.gateway.Call;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What calls of Private CA need. */
final class AuthorityNeeds {

    Optional<List<Need>> of(Call call) {
        JsonNode request = call.json();
        String authority = request.path("CertificateAuthorityArn").asText();
        String action = "acm-pca:" + call.operation();
        return switch (call.operation()) {
            case "IssueCertificate" -> Optional.of(List.of(new Need(action, authority, context(request))));
            case "GetCertificate",
                    "RevokeCertificate",
                    "GetCertificateAuthorityCertificate",
                    "DescribeCertificateAuthority" -> Optional.of(List.of(new Need(action, authority)));
            case "ListCertificateAuthorities" -> Optional.of(List.of(new Need(action, Need.NO_RESOURCE)));
            default -> Optional.empty();
        };
    }

    private static Map<String, List<String>> context(JsonNode request) {
        return request.hasNonNull("TemplateArn")
                ? Map.of(
                        ContextKeys.TEMPLATE,
                        List.of(request.path("TemplateArn").asText()))
                : Map.of();
    }
}
