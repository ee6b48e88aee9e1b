package io.certfleet.standin.gateway;

import java.util.Set;

/**
 * A quota of an AWS account in a Region: so many calls a second for these operations together.
 *
 * @param status the HTTP status of the service's ThrottlingException
 */
record Quota(String service, Set<String> operations, double perSecond, int status) {

    Quota {
        operations = Set.copyOf(operations);
    }

    boolean limits(Call call) {
        return service.equals(call.service()) && operations.contains(call.operation());
    }
}
