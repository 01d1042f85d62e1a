package dev.bulla.cli.intoto;

import dev.bulla.bytes.Bytes;
import dev.bulla.cli.command.LocalFiles;
import dev.bulla.intoto.InTotoLayout;
import dev.bulla.intoto.InTotoLimits;
import dev.bulla.intoto.UnverifiedDocument;
import dev.bulla.json.Fields;
import dev.bulla.json.Json;
import dev.bulla.json.JsonException;
import dev.bulla.json.JsonLimits;
import dev.bulla.json.JsonReader;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A layout in a file: a draft, which is the bare layout without signatures, to be edited by hand; or the signed document.
 *
 * @param content the file
 * @param signed the document, if it is signed
 * @param layout what it says
 * @param draft the draft as parsed, if it is one
 */
record LayoutFile(Bytes content, Optional<UnverifiedDocument> signed, InTotoLayout layout, Optional<Json.Obj> draft) {
    /**
     * Reads and validates either form.
     *
     * @throws RejectedException when it is no good layout
     */
    static LayoutFile read(Path file) {
        Bytes content = LocalFiles.read(file, InTotoLimits.MAX_DOCUMENT_BYTES);
        try {
            Json.Obj object = JsonReader.with(
                            JsonLimits.signed(InTotoLimits.MAX_DOCUMENT_BYTES).numbers(JsonLimits.Numbers.ANY_INTEGERS))
                    .readObject(content);
            if (Fields.of(object, "").has("_type")) {
                return new LayoutFile(content, Optional.empty(), InTotoLayout.read(object), Optional.of(object));
            }
        } catch (JsonException e) {
            throw new RejectedException(ReasonCode.MALFORMED, "layout " + file + " is refused: " + e.getMessage());
        }
        UnverifiedDocument document = UnverifiedDocument.read(content);
        return new LayoutFile(content, Optional.of(document), document.layout(), Optional.empty());
    }
}
