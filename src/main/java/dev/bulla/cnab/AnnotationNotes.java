package dev.bulla.cnab;

import dev.bulla.bytes.Quoted;
import dev.bulla.oci.ImageIndex;
import dev.bulla.outcome.Check;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Check 8.6: what the index says for show, compared with {@code bundle.json}. It decides nothing and is never displayed. */
final class AnnotationNotes {
    private static final String NAME = "cnab.8.6";

    private AnnotationNotes() {}

    static List<Check> of(Bundle bundle, ImageIndex index) {
        Map<String, String> expected = new LinkedHashMap<>();
        expected.put(IndexWriter.TITLE, bundle.name());
        expected.put(IndexWriter.VERSION, bundle.version());
        expected.put(IndexWriter.DESCRIPTION, bundle.description());
        List<Check> notes = new ArrayList<>();
        expected.forEach((annotation, value) -> {
            String found = index.annotations().getOrDefault(annotation, "");
            if (!found.equals(value)) {
                notes.add(Check.note(
                        NAME,
                        "annotation " + annotation + " is " + Quoted.of(found) + ", bundle.json says "
                                + Quoted.of(value)));
            }
        });
        return notes.isEmpty() ? List.of(Check.ok(NAME, "title, version and description agree")) : notes;
    }
}
