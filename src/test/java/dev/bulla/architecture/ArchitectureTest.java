package dev.bulla.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.InternetDomainName;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Who may import whom. */
class ArchitectureTest {

    private static final String[] HTTP_LIBRARIES = {
        "com.google.api.client..", "land.oras..", "java.net.http..", "org.apache.http..", "com.sun.net.httpserver.."
    };

    /** Digests are computed where bytes and digests live; nothing else of {@code java.security} is needed there. */
    private static final Set<String> HASHING = Set.of(
            "java.security.MessageDigest", "java.security.NoSuchAlgorithmException", "java.security.DigestException");

    /** What reading credentials and fetching tokens through oras-java needs, nested classes included. */
    private static final Set<String> ORAS_ALLOWED =
            Set.of("land.oras.ContainerRef", "land.oras.exception.OrasException");

    @Test
    void importsPointDownAndSiblingsNeverImportOneAnother() {
        Map<String, Set<String>> allowed = Layers.allowed();
        Set<String> violations = new TreeSet<>();
        for (JavaClass origin : MainClasses.all()) {
            String from = Layers.of(origin.getPackageName());
            assertThat(allowed).as("layer of " + origin.getName()).containsKey(from);
            for (Dependency dependency : origin.getDirectDependenciesFromSelf()) {
                String target =
                        dependency.getTargetClass().getBaseComponentType().getPackageName();
                if (target.equals(Layers.ROOT) || target.startsWith(Layers.ROOT + ".")) {
                    String to = Layers.of(target);
                    if (!to.equals(from)
                            && !allowed.getOrDefault(from, Set.of()).contains(to)) {
                        violations.add(dependency.getDescription());
                    }
                }
            }
        }
        assertThat(violations).isEmpty();
    }

    @Test
    void packagesHaveNoCycles() {
        MainClasses.check(SlicesRuleDefinition.slices()
                .assignedFrom(new EachPackage())
                .should()
                .beFreeOfCycles());
    }

    @Test
    void thePureLayersKnowNeitherNetworkNorFiles() {
        MainClasses.check(noClasses()
                .that(resideInAnyPackage(
                        "dev.bulla.tuf..",
                        "dev.bulla.intoto..",
                        "dev.bulla.notary..",
                        "dev.bulla.json..",
                        "dev.bulla.crypto..",
                        "dev.bulla.policy..",
                        "dev.bulla.bytes..",
                        "dev.bulla.outcome.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.nio.file..").or(resideInAnyPackage(HTTP_LIBRARIES))));
    }

    @Test
    void onlyTheProgramImportsPicocli() {
        onlyImportedIn("picocli..", "dev.bulla.cli..");
    }

    @Test
    void onlyTheRegistryClientImportsAnHttpLibrary() {
        onlyImportedIn("com.google.api.client..", "dev.bulla.registry..");
        onlyImportedIn("land.oras..", "dev.bulla.registry..");
        onlyImportedIn("org.apache.hc..", "dev.bulla.registry..");
        MainClasses.check(noClasses()
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                                "java.net.http..",
                                "org.apache.http..",
                                "com.sun.net.httpserver..",
                                "com.google.common..")
                        .and(not(type(InternetDomainName.class)))));
        onlyImportedIn("com.google.common.net..", "dev.bulla.registry..");
    }

    @Test
    void fromOrasJavaOnlyCredentialAndTokenClassesAreUsed() {
        DescribedPredicate<JavaClass> forbidden = DescribedPredicate.describe(
                "classes of oras-java other than credentials and tokens",
                type -> type.getPackageName().startsWith("land.oras")
                        && !type.getPackageName().equals("land.oras.auth")
                        && ORAS_ALLOWED.stream().noneMatch(outermost(type)::equals));
        MainClasses.check(noClasses().should().dependOnClassesThat(forbidden));
    }

    @Test
    void onlyJsonImportsTheStreamingParserAndDatabindStaysAwayFromSignedDocuments() {
        onlyImportedIn("com.fasterxml.jackson.core..", "dev.bulla.json..");
        onlyImportedIn("com.fasterxml.jackson.databind..", "dev.bulla.policy..", "dev.bulla.cli..");
        onlyImportedIn("com.fasterxml.jackson.annotation..", "dev.bulla.policy..", "dev.bulla.cli..");
        MainClasses.check(noClasses().should().dependOnClassesThat(resideInAnyPackage("tools.jackson..")));
    }

    @Test
    void onlyCryptoImportsCryptography() {
        onlyImportedIn("javax.crypto..", "dev.bulla.crypto..");
        onlyImportedIn("org.bouncycastle..", "dev.bulla.crypto..");
        onlyImportedIn("com.nimbusds..", "dev.bulla.crypto..");
        MainClasses.check(noClasses()
                .that(resideOutsideOfPackages("dev.bulla.crypto..", "dev.bulla.oci..", "dev.bulla.bytes.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.security..")));
        MainClasses.check(noClasses()
                .that(resideInAnyPackage("dev.bulla.oci..", "dev.bulla.bytes.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.security..")
                        .and(named("other than message digests", name -> !HASHING.contains(name)))));
    }

    @Test
    void onlyLayoutCnabAndInspectImportCommonsCompress() {
        // inspect lists archives of plain files for bulla:untar
        onlyImportedIn(
                "org.apache.commons.compress..", "dev.bulla.layout..", "dev.bulla.cnab..", "dev.bulla.inspect..");
    }

    @Test
    void nothingIsImportedThatNoLayerIsNamedFor() {
        MainClasses.check(classes()
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        "dev.bulla..",
                        "java..",
                        "javax.crypto..",
                        "javax.net..",
                        "javax.security.auth..",
                        "org.jspecify.annotations",
                        "picocli..",
                        "com.google.api.client..",
                        "org.apache.hc..",
                        "com.google.common.net..",
                        "land.oras..",
                        "com.fasterxml.jackson..",
                        "org.bouncycastle..",
                        "com.nimbusds..",
                        "org.apache.commons.compress..")));
    }

    @Test
    void thePublicApiExposesOnlyItsOwnTypesAndTheNounsBelow() {
        // of in-toto the verdict on a chain: a verdict that proves how an artifact was made hands the proof on
        List<String> exposable = List.of(
                Layers.ROOT,
                "dev.bulla.oci",
                "dev.bulla.bytes",
                "dev.bulla.outcome",
                "dev.bulla.crypto",
                "dev.bulla.intoto");
        Set<String> violations = new TreeSet<>();
        for (JavaClass type : MainClasses.all()) {
            if (type.getPackageName().equals(Layers.ROOT) && ApiSurface.isPublic(type)) {
                for (JavaClass exposed : ApiSurface.exposedBy(type)) {
                    String name = exposed.getPackageName();
                    if (!name.startsWith("java.") && !name.isEmpty() && !exposable.contains(name)) {
                        violations.add(type.getName() + " exposes " + exposed.getName());
                    }
                }
            }
        }
        assertThat(violations).isEmpty();
    }

    @Test
    void theFacadeHasAtMostTwelveClasses() {
        assertThat(MainClasses.all().stream().filter(ApiSurface::isFacadeClass).map(JavaClass::getName))
                .hasSizeLessThanOrEqualTo(12);
    }

    private static void onlyImportedIn(String library, String... packages) {
        MainClasses.check(noClasses()
                .that(resideOutsideOfPackages(packages))
                .should()
                .dependOnClassesThat(resideInAnyPackage(library)));
    }

    private static DescribedPredicate<JavaClass> named(String description, Predicate<String> test) {
        return DescribedPredicate.describe(description, type -> test.test(type.getName()));
    }

    private static String outermost(JavaClass type) {
        int nested = type.getName().indexOf('$');
        return nested < 0 ? type.getName() : type.getName().substring(0, nested);
    }

    private static final class EachPackage implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return SliceIdentifier.of(type.getPackageName());
        }

        @Override
        public String getDescription() {
            return "each package";
        }
    }
}
