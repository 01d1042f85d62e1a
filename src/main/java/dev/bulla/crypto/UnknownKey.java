package dev.bulla.crypto;

import dev.bulla.bytes.Bytes;
import dev.bulla.json.Json;
import dev.bulla.json.OlpcWriter;

/**
 * A key of a type or scheme that Bulla does not know, or whose value does not decode. It is a value, not an error: a
 * document may list it, and it verifies nothing.
 *
 * @param json the key object as read, written back unchanged
 * @param why what is unknown about it
 */
public record UnknownKey(Json.Obj json, String why) implements PublicKey {
    @Override
    public String keyType() {
        return text("keytype");
    }

    @Override
    public String scheme() {
        return text("scheme");
    }

    @Override
    public String publicValue() {
        return "";
    }

    @Override
    public Bytes material() {
        return OlpcWriter.write(json);
    }

    @Override
    public Json.Obj toJson() {
        return json;
    }

    @Override
    public void verify(Bytes message, Bytes signature) throws SignatureMismatch {
        throw new SignatureMismatch("key cannot be used: " + why);
    }

    private String text(String member) {
        return json.members().get(member) instanceof Json.Text text ? text.value() : "";
    }
}
