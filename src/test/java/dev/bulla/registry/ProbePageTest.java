package dev.bulla.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Holds the published page, schema and example of probes to what the doctor writes. */
class ProbePageTest {
    private static final Path FOLDER = Path.of("artifact-types");

    @Test
    void theExampleAndAllOtherProbesAreOfTheSchema() throws IOException {
        RegistryOptions options = RegistryOptions.standard(TestSettings.quick());
        try (Wire wire = new Wire(options.http())) {
            Place.RegistryPlace nowhere = new Place.RegistryPlace("registry.example", "bulla-doctor/probe");
            ProbeArtifacts probes = new ProbeArtifacts(new Repository(nowhere, options, wire), "0");

            assertThat(Files.readString(FOLDER.resolve("probe.example.json"))).isEqualTo(text(probes.artifact()));
            assertThat(List.of(probes.artifact(), probes.subject(), probes.attachment("referrers")))
                    .allSatisfy(probe -> assertThat(errors(text(probe))).isEmpty());
            assertThat(errors(text(probes.artifact()).replace("text/plain", "text/html")))
                    .isNotEmpty();
        }
    }

    private static List<Error> errors(String document) throws IOException {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(FOLDER.resolve("probe.schema.json")), InputFormat.JSON)
                .validate(document, InputFormat.JSON);
    }

    private static String text(Manifest manifest) {
        return manifest.raw().asUtf8().orElseThrow();
    }
}
