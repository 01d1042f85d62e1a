package dev.bulla.testkit;

import dev.bulla.testkit.loopback.Behaviour;
import dev.bulla.testkit.loopback.Behaviour.DigestHeader;
import dev.bulla.testkit.loopback.ReferrersBehaviour.Api;
import dev.bulla.testkit.loopback.ReferrersBehaviour.Filter;
import dev.bulla.testkit.loopback.ReferrersBehaviour.Links;
import java.util.function.Consumer;

/** How registries behave, as measured or as their users report; each makes the loopback registry one of them. */
public enum RegistryProfile {
    /**
     * CNCF distribution 2.8, which is {@code registry:2}: no referrers API, conditions ignored, sparse indexes refused, tags
     * not deleted alone.
     */
    DISTRIBUTION_2(registry -> {
        registry.referrers().api(Api.NOT_FOUND).subjectHeader(false);
        registry.behaviour().tagDeletes(false);
    }),
    /** CNCF distribution 3: the same, and a tag can be deleted by its name. */
    DISTRIBUTION_3(registry -> registry.referrers().api(Api.NOT_FOUND).subjectHeader(false)),
    /** zot: everything. */
    ZOT(registry -> {}),
    /** Harbor: everything, behind tokens, with an artifact listed by pages. */
    HARBOR(registry -> {
        registry.referrers().pageSize(2).links(Links.ABSOLUTE);
        registry.access().token().service("harbor-registry");
    }),
    /** Amazon ECR: the API, tags that cannot be changed where the owner wants so, basic login. */
    ECR(registry -> {
        registry.access().basic();
        registry.behaviour().immutableTags(400).tagDeletes(false);
    }),
    /** Amazon ECR before June 2024: {@code OCI-Subject} without the API. */
    ECR_BEFORE_2024(registry -> registry.referrers().api(Api.NOT_FOUND).subjectHeader(true)),
    /** Azure: artifact types and annotations are missing in lists. */
    AZURE(registry -> registry.referrers().barren(true)),
    /** Google: the registry writes fallback tags by itself; what is missing is forbidden. */
    GOOGLE(registry -> {
        registry.referrers().tagsByItself(true);
        registry.behaviour().relativeLocations(true);
    }),
    /** Quay before 3.12: bare lists, the filter ignored. */
    QUAY_BEFORE_3_12(registry -> registry.referrers().barren(true).filter(Filter.IGNORED)),
    /** Docker Hub: {@code OCI-Subject} without the API, limits on requests. */
    DOCKER_HUB(registry -> {
        registry.referrers().api(Api.NOT_FOUND).subjectHeader(true);
        registry.behaviour().limitedEvery(7);
        registry.access().token().anonymousPull(true);
    }),
    /** GHCR: the endpoint leads to a web page elsewhere. */
    GHCR(registry -> registry.referrers().api(Api.REDIRECT_TO_HTML).subjectHeader(false)),
    /** GitLab: a web page with 404. */
    GITLAB(registry -> registry.referrers().api(Api.HTML_NOT_FOUND).subjectHeader(false)),
    /** A portal that answers every address with a page and 200. */
    WEB_PORTAL(registry -> registry.referrers().api(Api.HTML_OK).subjectHeader(false)),
    /** Artifactory: the API, blobs from a storage elsewhere. */
    ARTIFACTORY(registry -> registry.behaviour().redirectBlobs(307)),
    /** Nexus: OCI 1.0, artifact types not taken, no API. */
    NEXUS(registry -> {
        registry.referrers().api(Api.BAD_REQUEST).subjectHeader(false);
        registry.behaviour().refusing(Behaviour.Refusal.ARTIFACT_TYPE);
    }),
    /** olareg in its standard form. */
    OLAREG(registry -> registry.behaviour().mounts(false)),
    /** olareg with its API switched off: 405. */
    OLAREG_WITHOUT_API(
            registry -> registry.referrers().api(Api.METHOD_NOT_ALLOWED).subjectHeader(false)),
    /** go-containerregistry's registry: the API without {@code OCI-Subject}, the filter ignored. */
    GO_CONTAINERREGISTRY(registry -> registry.referrers().subjectHeader(false).filter(Filter.IGNORED)),
    /** A registry that has heard of the endpoint only: 501. */
    NOT_IMPLEMENTED(registry -> registry.referrers().api(Api.NOT_IMPLEMENTED).subjectHeader(false)),
    /** Lists that are complete some reads later, and tags that are read from a cache. */
    EVENTUAL(registry -> {
        registry.referrers().lag(2);
        registry.behaviour().staleTagReads(1);
    }),
    /** Lists with the type of the empty config for every attachment, as another client writes them. */
    WRONG_TYPES(registry -> registry.referrers().wrongTypes(true)),
    /** A filter that is claimed and not applied, a descriptor a page. */
    FALSE_FILTER(registry -> registry.referrers().filter(Filter.FALSELY_CLAIMED).pageSize(1)),
    /** Nothing can be deleted, and a tag is for ever. */
    IMMUTABLE(registry -> {
        registry.behaviour().immutableTags(409).deletes(false).tagDeletes(false);
    }),
    /** A limit on requests, on manifests and on blobs. */
    LIMITED(registry ->
            registry.behaviour().limitedEvery(4).maxManifestBytes(1 << 20).maxBlobBytes(10 << 20)),
    /** Digest headers are absent, as behind some proxies, and ranges are not obeyed. */
    PLAIN(registry ->
            registry.behaviour().digestHeader(DigestHeader.ABSENT).ranges(false).singlePost(false)),
    /** sha256 alone is taken. */
    WITHOUT_SHA512(registry -> registry.behaviour().sha512(false)),
    /** Conditions on tags are obeyed. */
    CONDITIONAL(registry -> registry.behaviour().conditionalPuts(true));

    /** Who may do everything where somebody must be. */
    public static final String USER = "tester";

    /** The password of {@link #USER}. */
    public static final String PASSWORD = "se:cret";

    @SuppressWarnings("ImmutableEnumChecker") // the consumers are lambdas of this class that capture nothing
    private final Consumer<LoopbackRegistry> change;

    RegistryProfile(Consumer<LoopbackRegistry> change) {
        this.change = change;
    }

    /** A registry that behaves so. */
    public LoopbackRegistry start() {
        LoopbackRegistry registry = LoopbackRegistry.start();
        registry.access().user(USER, PASSWORD);
        change.accept(registry);
        return registry;
    }

    /** Whether a tag can be moved. */
    public boolean movesTags() {
        return this != ECR && this != IMMUTABLE;
    }

    /** Whether the referrers API lists attachments. */
    public boolean hasApi() {
        return switch (this) {
            case DISTRIBUTION_2,
                    DISTRIBUTION_3,
                    ECR_BEFORE_2024,
                    DOCKER_HUB,
                    GHCR,
                    GITLAB,
                    WEB_PORTAL,
                    NEXUS,
                    OLAREG_WITHOUT_API,
                    NOT_IMPLEMENTED -> false;
            default -> true;
        };
    }
}
