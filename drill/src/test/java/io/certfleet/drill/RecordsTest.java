package io.certfleet.drill;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Here, since this module is built when all others are. */
class RecordsTest {
    private static final int MOST_COMPONENTS = 7;

    @Test
    void no_record_has_more_components_than_a_reader_can_hold() {
        JavaClasses classes = new ClassFileImporter()
                .importPaths(
                        List.of("common", "checker", "issuer", "deployer", "crl-sync", "stand-in", "drill").stream()
                                .map(module -> Path.of("..", module, "target", "classes"))
                                .toList());
        assertThat(classes.stream().filter(JavaClass::isRecord)).hasSizeGreaterThan(100);
        assertThat(classes.stream().filter(JavaClass::isRecord).filter(record -> components(record) > MOST_COMPONENTS))
                .isEmpty();
    }

    private static long components(JavaClass record) {
        return record.getFields().stream()
                .filter(field -> !field.getModifiers().contains(JavaModifier.STATIC))
                .count();
    }
}
