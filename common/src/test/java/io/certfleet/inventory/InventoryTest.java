package io.certfleet.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.certfleet.message.HostId;
import io.certfleet.rotation.Host;
import io.certfleet.rotation.Row;
import io.certfleet.table.Update;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InventoryTest {
    private static final String HOST = "mi-0123456789abcdef0";
    private static final String BESIDE = "revocation#mi-0123456789abcdef0";

    private final FakeDynamoDb table = new FakeDynamoDb();

    @Test
    void an_item_whose_key_has_aNumber_sign_is_not_aHost() {
        table.put(Row.of(HOST));
        table.put(Row.of(BESIDE));

        Inventory inventory = table.inventory();
        assertThat(inventory.page(0, 1, Optional.empty(), 100).hosts())
                .extracting(Host::hostId)
                .containsExactly(HOST);
        assertThat(inventory.find(List.of(HOST, BESIDE))).containsOnlyKeys(HOST);
        assertThat(inventory.find(BESIDE)).isEmpty();
        assertThat(inventory.page(0, 1, Optional.empty(), 100).besides())
                .extracting(item -> item.get("hostID").s())
                .containsExactly(BESIDE);
        assertThat(inventory.items(List.of(BESIDE, "a#b"))).containsOnlyKeys(BESIDE);
        assertThat(inventory.item(BESIDE)).isPresent();
        assertThat(inventory.item("a#b")).isEmpty();
        assertThat(HostId.isValid(BESIDE)).isFalse();
    }

    @Test
    void a_page_without_aHost_is_not_the_end_of_the_table() {
        table.put(Row.of("a#b"));
        table.put(Row.of(HOST));

        Inventory.Page first = table.inventory().page(0, 1, Optional.empty(), 1);
        assertThat(first.hosts()).isEmpty();
        assertThat(table.inventory().page(0, 1, first.next(), 1).hosts())
                .extracting(Host::hostId)
                .containsExactly(HOST);
    }

    @Test
    void an_item_beside_the_hosts_is_written_by_one_of_two_who_have_read_the_same_version() {
        Inventory inventory = table.inventory();
        assertThat(inventory.write(Update.beside(BESIDE, 0).set("by", "one"))).isTrue();
        assertThat(inventory.write(Update.beside(BESIDE, 0).set("by", "another")))
                .isFalse();
        assertThat(inventory.write(Update.beside(BESIDE, 1).set("by", "another")))
                .isTrue();
        assertThat(table.row(BESIDE).get("by").s()).isEqualTo("another");
        assertThat(table.row(BESIDE).get("hostID").s()).isEqualTo(BESIDE);
    }
}
