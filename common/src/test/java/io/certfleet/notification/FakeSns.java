package io.certfleet.notification;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.PublishRequest;
import software.amazon.awssdk.services.sns.model.PublishResponse;
import software.amazon.awssdk.services.sns.model.SnsException;

/** The topic: keeps what was published. */
public final class FakeSns implements SnsClient {
    private final List<PublishRequest> published = new ArrayList<>();
    private boolean broken;

    public Notifications notifications() {
        return new Notifications(this, "arn:aws:sns:us-east-1:111122223333:certfleet-notifications");
    }

    public List<String> subjects() {
        return published.stream().map(PublishRequest::subject).toList();
    }

    public List<String> texts() {
        return published.stream().map(PublishRequest::message).toList();
    }

    /** From now on every call fails. */
    public void breakDown() {
        broken = true;
    }

    @Override
    public PublishResponse publish(PublishRequest request) {
        if (broken) {
            throw SnsException.builder().message("no topic").build();
        }
        published.add(request);
        return PublishResponse.builder().build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
