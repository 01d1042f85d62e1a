package dev.bulla.cnab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.bytes.Bytes;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.MediaType;
import dev.bulla.testkit.Vectors;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The digests of cnab.md section 4.6; some are published by others, so they cannot be ours by mistake. */
class GoldenTest {
    private static final MediaType SPEC_201 = new MediaType("application/vnd.cnab.bundle.config.v1+json");

    @ParameterizedTest(name = "4.6 {0} of {1}")
    @CsvSource({
        "bundle,E1,c7e92bd51f059d60b15ad456edf194648997d739f60799b37e08edafd88a81b5,501",
        "bundle,E2,dbe3480b9cb300f389e8d02e4a682f9107772468feb6845f912dc8deed6d76fd,1596",
        "bundle,E3,e91b9dfcbbb3b88bac94726f276b89de46e4460b55f6e6d6f876e666b150ec5b,498",
        "tier1,E1,c88087935c91817e3421c41794ace533f597428d4a9617bf7a6de5bc4200d8da,188",
        "tier1,E2,122a5dc186ec285488de9d25e99c96a11d3f7ff71c6e05a06c98e8627472a920,189",
        "tier1,E3,6ec4fd695cace0e3d4305838fdf9fcd646798d3fea42b3abb28c117f903a6a5f,188",
        "tier2,E1,8d76fc8a0378d8b16d9d5f21fd7a66893c8c6e4c4d2ba056137eff48f7a6c400,193",
        "tier2,E2,a8226bab57a5c40e38c7fc0472085645b1282d7e83af317cc38232ad84df8a74,194",
        "tier2,E3,b9616da7500f8c7c9a5e8d915714cd02d11bcc71ff5b4fd190bb77b1355c8549,193",
        "tier3,E1,f1fa2ab26bcc340aaa0747a8444f52030b1c4b1c4907b8529353a0733b75b6f5,520",
        "tier3,E2,2e1d4789d0a80f5a28aa8c3e53d4698d6d8c2495af9360d69d6394de50cc13d9,522",
        "tier3,E3,9731dd9bdf0122a8450a007758723d354eb7e834f3c04f9f7c23b4879322561f,520",
        "spec201,E1,a804dcd6bd3e596d20a30d0e29e8d9f10cbb23c3e93bd842619254d719f978cf,195",
        "spec201,E2,cf7f7577e3375cffe536d509a2882cef2d437b2fbe7616a8a6c51328f5a913f9,196",
        "spec201,E3,66031b476962f0ce6763a7e5839a26f84191b91752097f2c5057f207cef7328d,195",
        "index1,E1,b4936e42304c184bafc9b06dde9ea1f979129e09a021a8f40abc07f736de9268,929",
        "index1,E2,00043ca96c3c9470fc0f647c67613ddf500941556d1ecc14d75bc9b2834f66c3,1360",
        "index1,E3,55c6da48fe8553696bf3e2c940ea667e2d2fda3d55614a19dbd7d084780c0807,926",
        "index2,E1,bc9ee7c4f564aaa22ece941e9188186da270e872074d7475b1db8f8b9364c212,929",
        "index2,E2,62fa56a33131b46e36645ae3464b020cd5c67ccf16c4e61a60af7e044a9d6a4c,1360",
        "index2,E3,fcee8577f3acc8ddc6e0280e6d1eb15be70bdff460fe7353abf917a872487af2,926",
        "list1,E1,110c8f7887de1e8f53a6e06ecb778738a29205f1a03b3e74e8e70acf51ce9cef,1001",
        "list1,E2,a519b50f6162e2c7191b3fbfeb8bc5a920eb1d40012317f627aa5d5187314db1,1432",
        "list1,E3,8d95b25900c00fd3c5602ea1b6d45c31af6739027cbb49ba1fc47ed04523b482,998",
        "list2,E1,d9e80a811a3e31e6d343b783096521fa8f24c54145fe1217b3a04874c59576f2,1001",
        "list2,E2,1a4ee7e589851bf8fd405812733123498bd433ca9bbc542954d89c9f064fbbe2,1432",
        "list2,E3,a1489e7f854c2110b24f460fbfaaaf9186f66eb7596752fcb25406913b453015,998",
    })
    void writesTheBytesThatExistingToolsWrite(String object, String example, String sha256, int size) {
        Bytes written = written(object, Examples.bundle(example(example)));

        assertThat(written.length()).isEqualTo(size);
        assertThat(Digest.of(written)).hasToString("sha256:" + sha256);
    }

    @Test
    void theFilesOfOtherToolsAreReproducedByteForByte() {
        assertThat(written("index1", Examples.bundle(Examples.E1)).asUtf8().orElseThrow())
                .startsWith(
                        "{\"schemaVersion\":2,\"manifests\":[{\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\"")
                .contains("\"io.cnab.keywords\":\"[\\\"helloworld\\\",\\\"cnab\\\",\\\"tutorial\\\"]\"");
        same("golden-MakeTestBundle.bundle.json", Examples.E2);
        same("golden-spec201.bundle.json", Examples.E3);
        same("golden-signy-helloworld.config-manifest.json", written("tier1", Examples.bundle(Examples.E1)));
        same("golden-signy-helloworld.index.json", written("index1", Examples.bundle(Examples.E1)));
        same("golden-signy-helloworld.manifest-list-fallback.json", written("list1", Examples.bundle(Examples.E1)));
        same("golden-MakeTestBundle.config-manifest.json", written("tier1", Examples.bundle(Examples.E2)));
        same("golden-MakeTestBundle.config-manifest-dockerv2.json", written("tier3", Examples.bundle(Examples.E2)));
        same("golden-MakeTestBundle.index.json", written("index1", Examples.bundle(Examples.E2)));
        same("golden-spec201.config-manifest.json", written("tier1", Examples.bundle(Examples.E3)));
        same("golden-spec201.index.json", written("index1", Examples.bundle(Examples.E3)));
        Vectors.bytes("signy/cnab/bundle.json")
                .ifPresent(file -> assertThat(file).isEqualTo(Examples.E1));
    }

    @Test
    void section43aWriterFallsFromTierToTierAndFromIndexToList() {
        assertThat(ConfigTier.CNAB.next()).contains(ConfigTier.OCI_CONFIG);
        assertThat(ConfigTier.OCI_CONFIG.next()).contains(ConfigTier.DOCKER);
        assertThat(ConfigTier.DOCKER.next()).isEmpty();
        assertThat(IndexForm.OCI_INDEX.next()).contains(IndexForm.MANIFEST_LIST);
        assertThat(IndexForm.MANIFEST_LIST.next()).isEmpty();
        Bundle bundle = Examples.bundle(Examples.E1);
        assertThat(ThinBundle.of(bundle).orThrow().isFallback()).isFalse();
        assertThat(ThinBundle.of(bundle, ConfigTier.OCI_CONFIG, IndexForm.OCI_INDEX)
                        .orThrow()
                        .isFallback())
                .isTrue();
    }

    @Test
    void section43everyTierReadsBackWithTheBundleAsItsConfig() {
        for (ConfigTier tier : ConfigTier.values()) {
            ThinBundle thin = ThinBundle.of(Examples.bundle(Examples.E2), tier, IndexForm.OCI_INDEX)
                    .orThrow();
            assertThat(thin.configBlob()).isEqualTo(Descriptor.of(tier.configType(), Examples.E2));
            assertThat(thin.configManifest().layers()).hasSize(tier == ConfigTier.DOCKER ? 1 : 0);
        }
    }

    @Test
    void section44valuesAreEscapedAsGoEscapesThemAndTwiceInNestedJson() {
        Bundle bundle = Examples.bundle(Examples.E1_TEXT
                .replace("A short description of your bundle", "a <b> & \\\"c\\\" \u2028 \\u0007 ü")
                .replace("tutorial", "x<y\\\\z"));

        String index = ThinBundle.of(bundle).orThrow().index().raw().asUtf8().orElseThrow();

        assertThat(index)
                .contains("\"org.opencontainers.image.description\":"
                        + "\"a \\u003cb\\u003e \\u0026 \\\"c\\\" \\u2028 \\u0007 ü\"")
                .contains("\"io.cnab.keywords\":\"[\\\"helloworld\\\",\\\"cnab\\\",\\\"x\\\\u003cy\\\\\\\\z\\\"]\"");
    }

    @Test
    void section44absentMaintainersAndKeywordsGiveNoAnnotation() {
        Bundle bundle = Examples.bundle("{\"schemaVersion\":\"v1\",\"name\":\"n\",\"version\":\"1\",\"keywords\":null,"
                + "\"invocationImages\":[{\"image\":\"a\",\"imageType\":\"oci\",\"size\":2,\"contentDigest\":\"sha512:"
                + "0".repeat(128) + "\"}]}");

        Manifest index = ThinBundle.of(bundle).orThrow().index();

        assertThat(index.annotations())
                .containsOnlyKeys(
                        "io.cnab.runtime_version",
                        "org.opencontainers.artifactType",
                        "org.opencontainers.image.description",
                        "org.opencontainers.image.title",
                        "org.opencontainers.image.version")
                .containsEntry("org.opencontainers.image.description", "");
        assertThat(index.successors().get(1).mediaType()).isEqualTo(MediaType.OCI_MANIFEST);
    }

    private static Bytes example(String name) {
        return switch (name) {
            case "E1" -> Examples.E1;
            case "E2" -> Examples.E2;
            default -> Examples.E3;
        };
    }

    private static Bytes written(String object, Bundle bundle) {
        return switch (object) {
            case "bundle" -> BundleNotes.canonicalForm(bundle.document()).orElseThrow();
            case "tier1" ->
                thin(bundle, ConfigTier.CNAB, IndexForm.OCI_INDEX)
                        .configManifest()
                        .raw();
            case "tier2" ->
                thin(bundle, ConfigTier.OCI_CONFIG, IndexForm.OCI_INDEX)
                        .configManifest()
                        .raw();
            case "tier3" ->
                thin(bundle, ConfigTier.DOCKER, IndexForm.OCI_INDEX)
                        .configManifest()
                        .raw();
            case "spec201" -> ConfigTier.oci(Descriptor.of(SPEC_201, bundle.raw()));
            case "index1" ->
                thin(bundle, ConfigTier.CNAB, IndexForm.OCI_INDEX).index().raw();
            case "index2" ->
                thin(bundle, ConfigTier.OCI_CONFIG, IndexForm.OCI_INDEX).index().raw();
            case "list1" ->
                thin(bundle, ConfigTier.CNAB, IndexForm.MANIFEST_LIST).index().raw();
            case "list2" ->
                thin(bundle, ConfigTier.OCI_CONFIG, IndexForm.MANIFEST_LIST)
                        .index()
                        .raw();
            default -> throw new IllegalArgumentException(object);
        };
    }

    private static ThinBundle thin(Bundle bundle, ConfigTier tier, IndexForm form) {
        return ThinBundle.of(bundle, tier, form).orThrow();
    }

    private static void same(String file, Bytes written) {
        Optional<Bytes> golden = Vectors.bytes("golden/" + file);
        golden.ifPresent(bytes -> assertThat(List.of(written.asUtf8().orElseThrow()))
                .as(file)
                .containsExactly(bytes.asUtf8().orElseThrow()));
    }
}
