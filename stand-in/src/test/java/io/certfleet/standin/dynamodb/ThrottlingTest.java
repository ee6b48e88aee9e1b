package io.certfleet.standin.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.certfleet.standin.gateway.AwsError;
import io.certfleet.standin.gateway.Calls;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ThrottlingTest {
    private final Throttling throttling = new Throttling(3);

    private List<String> codes(String caller, String service, String operation, int calls) {
        List<String> codes = new ArrayList<>();
        for (int number = 0; number < calls; number++) {
            try {
                throttling.pass(Calls.json(caller, service, operation, new byte[0]));
                codes.add("");
            } catch (AwsError refusal) {
                assertThat(refusal.status()).isEqualTo(400);
                assertThat(refusal.throttles()).isTrue();
                codes.add(refusal.code());
            }
        }
        return codes;
    }

    @Test
    void one_in_so_many_calls_of_each_caller_and_operation_is_refused_with_either_code() {
        assertThat(codes("checker", "dynamodb", "Scan", 7))
                .containsExactly(
                        "ProvisionedThroughputExceededException",
                        "",
                        "",
                        "ThrottlingException",
                        "",
                        "",
                        "ProvisionedThroughputExceededException");
        assertThat(codes("checker", "dynamodb", "UpdateItem", 2)).containsExactly("ThrottlingException", "");
        assertThat(codes("issuer", "dynamodb", "UpdateItem", 2))
                .containsExactly("ProvisionedThroughputExceededException", "");
    }

    @Test
    void what_is_not_access_to_data_passes_and_so_does_everything_where_none_is_asked_for() {
        assertThat(codes("checker", "dynamodb", "DescribeTable", 4)).containsOnly("");
        assertThat(codes("checker", "sqs", "SendMessage", 4)).containsOnly("");
        Throttling none = new Throttling(0);
        for (int number = 0; number < 4; number++) {
            none.pass(Calls.json("checker", "dynamodb", "Scan", new byte[0]));
        }
    }
}
