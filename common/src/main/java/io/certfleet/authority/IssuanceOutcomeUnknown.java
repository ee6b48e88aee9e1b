package io.certfleet.authority;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.acmpca.model.IssueCertificateRequest;

/**
 * Tells a refused IssueCertificate from one in doubt. The SDK reports its last attempt only: if that was refused and one
 * before it had no answer, a certificate may have been issued, and the call fails like one without an answer.
 */
public final class IssuanceOutcomeUnknown implements ExecutionInterceptor {
    private static final ExecutionAttribute<Integer> IN_DOUBT = new ExecutionAttribute<>("certfleet.issuancesInDoubt");
    private static final int NO_ANSWER = 0;
    private static final int REQUEST_TIMEOUT = 408;

    /** Whether the CA has said no, and so has issued nothing: throttled, or the CA or the caller is not as it must be. */
    public static boolean isRefusal(AwsServiceException e) {
        return isRefusal(e.statusCode());
    }

    private static boolean isRefusal(int status) {
        return status >= 400 && status < 500 && status != REQUEST_TIMEOUT;
    }

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
        attributes.putAttribute(IN_DOUBT, inDoubt(attributes) + 1);
    }

    @Override
    public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
        if (isRefusal(context.httpResponse().statusCode())) {
            attributes.putAttribute(IN_DOUBT, inDoubt(attributes) - 1);
        }
    }

    @Override
    public Throwable modifyException(Context.FailedExecution context, ExecutionAttributes attributes) {
        if (context.request() instanceof IssueCertificateRequest
                && context.exception() instanceof AwsServiceException refused
                && isRefusal(refused)
                && inDoubt(attributes) > 0) {
            // The SDK takes no exception of another class.
            return refused.toBuilder().statusCode(NO_ANSWER).cause(refused).build();
        }
        return context.exception();
    }

    private static int inDoubt(ExecutionAttributes attributes) {
        return attributes.getOptionalAttribute(IN_DOUBT).orElse(0);
    }
}
