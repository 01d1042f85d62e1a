package dev.bulla.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.GraphLimits;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Place;
import dev.bulla.oci.ReferrerList;
import dev.bulla.oci.Tag;
import dev.bulla.outcome.BullaException;
import dev.bulla.outcome.ConflictException;
import dev.bulla.outcome.DeniedException;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.outcome.UnreachableException;
import dev.bulla.testkit.Attack;
import dev.bulla.testkit.LoopbackRegistry;
import dev.bulla.testkit.loopback.Kind;
import dev.bulla.testkit.loopback.ReferrersBehaviour.Api;
import dev.bulla.testkit.loopback.ReferrersBehaviour.Filter;
import dev.bulla.testkit.loopback.ReferrersBehaviour.Links;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Listing and attaching, with the API and without (registries.md sections 3 and 5, threats T1, P15, P16). */
@Timeout(60)
class ReferrersTest {
    private final LoopbackRegistry registry = LoopbackRegistry.start();
    private final List<RegistryStore> open = new ArrayList<>();

    @AfterEach
    void stop() {
        open.forEach(RegistryStore::close);
        registry.close();
    }

    @Attack({"T1", "O1", "O2"})
    @ParameterizedTest
    @EnumSource(value = Api.class, names = "SUPPORTED", mode = EnumSource.Mode.EXCLUDE)
    void everyWayToHaveNoApiLeadsToTheFallbackTag(Api answer) {
        registry.referrers().api(answer).subjectHeader(true);
        RegistryStore store = store(ReferrersMode.AUTO);
        Manifest subject = subject(store);
        Manifest first = attach(store, subject, "first");
        assertThat(list(store, subject)).containsExactly(first.digest());
        assertThat(store.referrers(subject.digest()).path()).isEqualTo(ReferrerList.Path.TAG);
        assertThat(registry.content().tags("referrers"))
                .containsKey(Tag.fallbackOf(subject.digest()).value());
        assertThat(registry.log().count(Kind.REFERRERS)).isEqualTo(1);
    }

    @Attack({"P15", "O2"})
    @Test
    void whereTheApiWorksNoFallbackTagIsWritten() {
        RegistryStore store = store(ReferrersMode.AUTO);
        registry.referrers().subjectHeader(false);
        Manifest subject = subject(store);
        Manifest first = attach(store, subject, "first");
        assertThat(list(store, subject)).containsExactly(first.digest());
        assertThat(store.referrers(subject.digest()).path()).isEqualTo(ReferrerList.Path.API);
        assertThat(registry.content().tags("referrers")).isEmpty();
    }

    @Test
    void theTagIsReadAsWellAndWrittenOnRequest() {
        RegistryStore both =
                store(RegistryOptions.standard(TestSettings.quick()).withAlsoTag(true));
        Manifest subject = subject(both);
        Manifest first = attach(both, subject, "first");
        Manifest second = attach(store(ReferrersMode.TAG), subject, "second");
        registry.referrers().hide(second.digest().toString());
        RegistryStore reader = store(ReferrersMode.AUTO);
        assertThat(list(reader, subject)).containsExactlyInAnyOrder(first.digest(), second.digest());
        assertThat(reader.referrers(subject.digest()).path()).isEqualTo(ReferrerList.Path.BOTH);
        assertThat(list(store(ReferrersMode.API), subject)).containsExactly(first.digest());
    }

    @Attack("P16")
    @Test
    void aBarrenListIsFilledFromTheTag() {
        RegistryStore store = store(ReferrersMode.BOTH);
        Manifest subject = subject(store);
        attach(store, subject, "first");
        registry.referrers().barren(true);
        Descriptor listed = store.referrers(subject.digest()).entries().getFirst();
        assertThat(listed.artifactType()).contains(Sample.SIGNATURE);
        assertThat(listed.annotations()).containsEntry("dev.example.text", "first");
    }

    @ParameterizedTest
    @EnumSource(
            value = Links.class,
            names = {"RELATIVE", "ABSOLUTE"})
    void allPagesAreRead(Links links) {
        registry.referrers().pageSize(2).links(links).filter(Filter.FALSELY_CLAIMED);
        RegistryStore store = store(ReferrersMode.AUTO);
        Manifest subject = subject(store);
        List<Digest> attached = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            attached.add(attach(store, subject, "attachment " + i).digest());
        }
        assertThat(list(store, subject)).containsExactlyInAnyOrderElementsOf(attached);
    }

    @Attack({"O3", "S5"})
    @Test
    void pagesWithoutEndAndOnOtherHostsAreRefused() {
        RegistryStore store = store(ReferrersMode.AUTO);
        Manifest subject = subject(store);
        for (int i = 0; i < 3; i++) {
            attach(store, subject, "attachment " + i);
        }
        registry.referrers().pageSize(1).links(Links.ENDLESS);
        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(() -> store.referrers(subject.digest()))
                .satisfies(e -> assertThat(e.reason().code()).isEqualTo(ReasonCode.LIMIT_EXCEEDED));
        registry.referrers().links(Links.FOREIGN);
        assertThatExceptionOfType(UnreachableException.class).isThrownBy(() -> store.referrers(subject.digest()));
        assertThat(registry.storageLog().entries()).isEmpty();
    }

    @Attack({"O3", "S5"})
    @Test
    void pagesThatAreNewForEverAreRefusedAsWell() {
        RegistryStore store = store(ReferrersMode.AUTO);
        Manifest subject = subject(store);
        AtomicInteger pages = new AtomicInteger();
        registry.between((request, honest) -> request.kind() == Kind.REFERRERS
                ? honest.answer(request)
                        .with("Link", "<" + request.path() + "?page=" + pages.incrementAndGet() + ">; rel=\"next\"")
                : honest.answer(request));
        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(() -> store.referrers(subject.digest()))
                .satisfies(e -> assertThat(e.reason().code()).isEqualTo(ReasonCode.LIMIT_EXCEEDED));
        assertThat(pages).hasValueLessThanOrEqualTo(GraphLimits.MAX_REFERRERS_PAGES);
    }

    @Attack({"O1", "O19"})
    @ParameterizedTest
    @ValueSource(ints = {401, 403, 429, 500, 502, 503})
    void aDenialOrAFailureIsNotAMissingApi(int status) {
        RegistryStore store = store(ReferrersMode.AUTO);
        Digest subject = subject(store).digest();
        registry.faults().on(Kind.REFERRERS).always().status(status);
        Class<? extends BullaException> expected =
                status == 401 || status == 403 ? DeniedException.class : UnreachableException.class;
        assertThatExceptionOfType(BullaException.class)
                .isThrownBy(() -> store.referrers(subject))
                .isInstanceOf(expected);
    }

    @Test
    void aMissingApiIsAnErrorWhereTheApiWasDemanded() {
        registry.referrers().api(Api.NOT_FOUND);
        RegistryStore store = store(ReferrersMode.API);
        assertThatExceptionOfType(UnreachableException.class)
                .isThrownBy(() -> store.referrers(subject(store).digest()));
    }

    @Test
    void anAttachmentThatAppearsLateIsWaitedFor() {
        registry.referrers().lag(4);
        RegistryStore store = store(ReferrersMode.AUTO);
        Manifest subject = subject(store);
        attach(store, subject, "first");
        assertThat(registry.content().tags("referrers")).isEmpty();
    }

    @Attack("P15")
    @Test
    void anAttachmentThatNeverAppearsGoesToTheTagAsWell() {
        RegistryStore store = store(ReferrersMode.AUTO);
        Manifest subject = subject(store);
        Manifest first = Sample.attachment(store, subject, "first");
        registry.referrers().hide(first.digest().toString());
        store.attach(first);
        assertThat(list(store, subject)).containsExactly(first.digest());
        Manifest second = Sample.attachment(store, subject, "second");
        registry.referrers().hide(second.digest().toString());
        RegistryStore apiOnly = store(ReferrersMode.API);
        assertThatExceptionOfType(ConflictException.class).isThrownBy(() -> apiOnly.attach(second));
    }

    @Test
    void aTagThatIsNoIndexListsNothing() {
        registry.referrers().api(Api.NOT_FOUND);
        RegistryStore store = store(ReferrersMode.AUTO);
        Manifest subject = subject(store);
        store.tag(subject, Tag.fallbackOf(subject.digest()));
        assertThat(list(store, subject)).isEmpty();
        byte[] nonsense = "{\"non\":\"sense\"}".getBytes(StandardCharsets.UTF_8);
        String digest = registry.content().putManifest("referrers", "text/plain", nonsense);
        registry.content().tag("referrers", Tag.fallbackOf(subject.digest()).value(), digest);
        assertThat(list(store, subject)).isEmpty();
    }

    private RegistryStore store(ReferrersMode mode) {
        return store(RegistryOptions.standard(TestSettings.quick()).withReferrers(mode));
    }

    private RegistryStore store(RegistryOptions options) {
        RegistryStore store = RegistryStore.open(new Place.RegistryPlace(registry.host(), "referrers"), options);
        open.add(store);
        return store;
    }

    private static Manifest subject(RegistryStore store) {
        Manifest subject = Sample.image(store, "subject");
        store.pushManifest(subject);
        return subject;
    }

    private static Manifest attach(RegistryStore store, Manifest subject, String text) {
        Manifest attachment = Sample.attachment(store, subject, text);
        store.attach(attachment);
        return attachment;
    }

    private static List<Digest> list(RegistryStore store, Manifest subject) {
        return RegistryStoreContract.digests(store, subject);
    }
}
