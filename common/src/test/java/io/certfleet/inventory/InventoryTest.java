package io.certfleet.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.certfleet.message.HostId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InventoryTest {
    private static final String HOST = "mi-0123456789abcdef0";
    private static final String BESIDE = "revocation#mi-0123456789abcdef0";

    private final FakeDynamoDb table = new FakeDynamoDb();

    @Test
    void anItemWhoseKeyHasANumberSignIsNotAHost() {
        table.put(Row.of(HOST));
        table.put(Row.of(BESIDE));

        Inventory inventory = table.inventory();
        assertThat(inventory.page(0, 1, Optional.empty(), 100).hosts())
                .extracting(Host::hostId)
                .containsExactly(HOST);
        assertThat(inventory.find(List.of(HOST, BESIDE))).containsOnlyKeys(HOST);
        assertThat(inventory.find(BESIDE)).isEmpty();
        assertThat(HostId.isValid(BESIDE)).isFalse();
    }

    @Test
    void aPageWithoutAHostIsNotTheEndOfTheTable() {
        table.put(Row.of("a#b"));
        table.put(Row.of(HOST));

        Inventory.Page first = table.inventory().page(0, 1, Optional.empty(), 1);
        assertThat(first.hosts()).isEmpty();
        assertThat(table.inventory().page(0, 1, first.next(), 1).hosts())
                .extracting(Host::hostId)
                .containsExactly(HOST);
    }
}
