package dev.bulla.cli.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.bulla.bytes.Bytes;
import dev.bulla.cli.help.Resource;
import dev.bulla.json.Fields;
import dev.bulla.json.JsonLimits;
import dev.bulla.json.JsonReader;

/** Holds every JSON answer of the program to what cli.md section 6 promises: one document, of a schema that ships. */
public final class JsonAnswers {
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    private JsonAnswers() {}

    /** Fails unless {@code answer} is one document that the schema which it names accepts. */
    public static void check(String answer) {
        // the strict reader refuses a second document, doubled members and trailing text
        Fields document = Fields.of(JsonReader.with(JsonLimits.manifest()).readObject(Bytes.utf8(answer)), "");
        String schema = document.text("schema");
        String text = Resource.text("schemas/" + schema.replace('/', '.') + ".json")
                .orElseThrow(() -> new AssertionError("no schema ships for " + schema));

        assertThat(SCHEMAS.getSchema(text).validate(answer, InputFormat.JSON))
                .as(answer)
                .isEmpty();
    }
}
