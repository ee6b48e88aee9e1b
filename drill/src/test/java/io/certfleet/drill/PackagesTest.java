package io.certfleet.drill;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What a package uses can be read before it. */
class PackagesTest {
    private static final JavaClasses CLASSES = new ClassFileImporter().importPath(Path.of("target", "classes"));

    @Test
    void no_package_is_used_by_one_that_it_uses() {
        slices().matching("io.certfleet.(**)").should().beFreeOfCycles().check(CLASSES);
    }
}
