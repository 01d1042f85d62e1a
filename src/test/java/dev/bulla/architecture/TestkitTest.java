package dev.bulla.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

/** What the test kit may stand on. */
class TestkitTest {

    private static final JavaClasses TESTKIT = new ClassFileImporter().importPackages("dev.bulla.testkit");

    private static final String[] JDK = {"java..", "com.sun.net.httpserver..", "org.jspecify.annotations"};

    @Test
    void onlyTheContainerClassKnowsTestcontainers() {
        noClasses()
                .that()
                .haveSimpleNameNotStartingWith("RegistryContainer")
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.testcontainers..", "com.github.dockerjava.."))
                .check(TESTKIT);
    }

    @Test
    void theRealRegistryNeedsNothingBeyondTheJdkAndTestcontainers() {
        classes()
                .that()
                .resideInAPackage("dev.bulla.testkit.real..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(JDK)
                        .or(resideInAnyPackage(
                                "dev.bulla.testkit.real..", "org.testcontainers..", "com.github.dockerjava..")))
                .check(TESTKIT);
    }

    @Test
    void theLoopbackRegistryNeedsNothingBeyondTheJdk() {
        classes()
                .that()
                .resideInAPackage("dev.bulla.testkit.loopback..")
                .or()
                .haveFullyQualifiedName("dev.bulla.testkit.LoopbackRegistry")
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage(JDK).or(resideInAnyPackage("javax.net.ssl", "dev.bulla.testkit.loopback..")))
                .check(TESTKIT);
    }
}
