package dev.bulla.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.outcome.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Namespaces and their TUF repositories (cli.md section 3, oci-graph sections 3.4 and 4). */
class NamespaceTest {
    @ParameterizedTest
    @CsvSource({
        "docker.io/acme/app, docker.io/acme, docker.io/acme/tuf",
        "host:5000/app, host:5000, host:5000/tuf",
        "host.example/a/b/c, host.example/a/b, host.example/a/b/tuf",
        "app, docker.io/library, docker.io/library/tuf",
        "host.example/acme/tuf, host.example/acme, host.example/acme/tuf",
    })
    void theTufRepositoryStandsBesideTheArtifacts(String artifact, String name, String repository) {
        Namespace namespace = Namespace.of(Reference.parse(artifact).place());

        assertThat(namespace.name()).isEqualTo(name);
        assertThat(namespace.trustRepository()).hasToString(repository);
        assertThat(namespace.trustRepository().written(Tag.LATEST)).isEqualTo(Tag.LATEST);
        assertThat(Namespace.parse(name)).isEqualTo(namespace);
    }

    @ParameterizedTest
    @CsvSource({
        "Registry.Example/acme, registry.example/acme",
        "registry.example:443/acme, registry.example/acme",
        "localhost:5000, localhost:5000",
        "acme, docker.io/acme",
        "oci:work, oci:work",
        "oci:a/work.tar, oci:a/work.tar",
    })
    void aNamespaceHasOneSpelling(String text, String canonical) {
        assertThat(Namespace.parse(text)).hasToString(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"host.example/acme:1", "host.example/acme@sha256:00", "oci:work:1", "", "/a", "host.example/A"})
    void whatIsNoNamespaceIsRefused(String text) {
        assertThatThrownBy(() -> Namespace.parse(text))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("namespace");
    }

    @Test
    void aLayoutIsItsOwnNamespaceWithTagsBelowTuf() {
        Namespace namespace = Namespace.of(Reference.parse("oci:some/work:1.0").place());

        assertThat(namespace.name()).isEqualTo("oci:work");
        assertThat(namespace.trustRepository().written(Tag.LATEST)).hasToString("tuf/latest");
        assertThat(namespace.targetName(
                        "oci:work", Reference.parse("oci:some/work").place(), new Tag("1.0")))
                .contains("oci:work:1.0");
        assertThat(namespace.targetName(
                        "oci:work", Reference.parse("oci:other/work").place(), new Tag("1.0")))
                .isEmpty();
    }

    @Test
    void aTargetNameIsTheOriginsNameOfTheRepositoryAndTheTag() {
        Namespace mirror = Namespace.parse("harbor.lan/mirror");

        assertThat(mirror.targetName(
                        "registry.example/acme",
                        Reference.parse("harbor.lan/mirror/shop").place(),
                        new Tag("1.4.0")))
                .contains("registry.example/acme/shop:1.4.0");
        assertThat(mirror.targetName(
                        "registry.example/acme",
                        Reference.parse("harbor.lan/mirror2/shop").place(),
                        new Tag("1")))
                .as("a prefix of characters is no prefix of components")
                .isEmpty();
        assertThat(mirror.targetName(
                        "registry.example/acme",
                        Reference.parse("other.lan/mirror/shop").place(),
                        new Tag("1")))
                .isEmpty();
    }

    @Test
    void enclosingNamespacesComeNarrowestFirst() {
        assertThat(Namespace.enclosing(Reference.parse("host.example/a/b/c:1").place()))
                .extracting(Namespace::name)
                .containsExactly("host.example/a/b", "host.example/a", "host.example");
    }
}
