package io.certfleet.queue;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import software.amazon.awssdk.core.SdkSystemSetting;

/**
 * Makes the SDK try a call three times ("standard"; its default, "legacy", makes four attempts); DynamoDB keeps the nine
 * quick ones that the SDK gives it in either mode. AWS_RETRY_MODE overrides it (AWS SDKs and Tools Reference Guide,
 * "Retry behavior").
 */
@ApplicationScoped
class StandardRetry {

    void choose(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event) {
        if (SdkSystemSetting.AWS_RETRY_MODE.getStringValue().isEmpty()) {
            System.setProperty(SdkSystemSetting.AWS_RETRY_MODE.property(), "standard");
        }
    }
}
