package io.certfleet.standin.gateway;

import java.util.Optional;

/** One AWS service behind the gateway. */
public interface AwsService {

    /** The name in a signature's credential scope, for example {@code acm-pca}. */
    String name();

    /** The wire protocol, which decides how operations are named and errors written. */
    Protocol protocol();

    /** For REST protocols, the operation that method, path and query mean; empty if there is none. */
    default Optional<String> operation(String method, String path, String query) {
        return Optional.empty();
    }

    /** Answers a call or throws an {@link AwsError}; an operation that is not served is {@link #unknown(Call)}. */
    Answer answer(Call call);

    /** The loud answer to an operation that the stand-in does not serve. */
    static AwsError unknown(Call call) {
        return new AwsError(
                400,
                "UnknownOperationException",
                "the stand-in does not serve " + call.service() + ":" + call.operation() + " (" + call.method() + " "
                        + call.path() + ")");
    }

    /** The wire protocols of AWS that occur here. */
    enum Protocol {
        JSON,
        QUERY,
        REST_JSON,
        REST_XML
    }
}
