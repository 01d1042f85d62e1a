package dev.bulla.intoto;

import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.Quoted;
import dev.bulla.crypto.KeyId;
import dev.bulla.crypto.PublicKey;
import dev.bulla.crypto.PublicKeys;
import dev.bulla.crypto.UnknownKey;
import dev.bulla.json.Fields;
import dev.bulla.json.Json;
import dev.bulla.json.JsonException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Parses and validates layouts strictly (intoto.md sections 2 step 2 and 5.2): every member due, and no other. */
final class LayoutParser {
    private static final String[] MEMBERS = {"_type", "steps", "inspect", "keys", "expires", "readme"};

    private static final String[] STEP = {
        "_type", "name", "expected_materials", "expected_products", "pubkeys", "expected_command", "threshold"
    };

    private static final String[] INSPECTION = {"_type", "name", "expected_materials", "expected_products", "run"};

    private LayoutParser() {}

    /**
     * The layout of a {@code signed} object.
     *
     * @throws JsonException when anything is missing, unknown, repeated, or not what it must be
     */
    static InTotoLayout parse(Json signed) {
        Fields fields = Fields.of(signed, "layout").only(MEMBERS);
        type(fields, "layout");
        Map<KeyId, PublicKey> keys = keys(fields.object("keys"));
        List<LayoutStep> steps = fields.each("steps", (step, i) -> step(step, keys));
        if (steps.isEmpty()) {
            throw JsonException.malformed("layout.steps is empty"); // intoto.md D35
        }
        List<Inspection> inspections = fields.each("inspect", (inspection, i) -> inspection(inspection));
        distinctNames(steps, inspections);
        return new InTotoLayout(steps, inspections, keys, expires(fields.text("expires")), fields.text("readme"));
    }

    /** Refuses another {@code _type} than {@code due}. */
    static void type(Fields fields, String due) {
        String type = fields.text("_type");
        if (!type.equals(due)) {
            throw JsonException.malformed(fields.place("_type") + " is " + Quoted.of(type) + ", not '" + due + "'");
        }
    }

    /** A key id: hexadecimal digits in either case, opaque beyond that. */
    static KeyId keyId(String text, String place) {
        boolean hex =
                text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'));
        if (!hex || text.isEmpty() || text.length() > KeyId.MAX_LENGTH) {
            throw JsonException.malformed(place + " " + Quoted.of(text) + " is not a hexadecimal key id");
        }
        return new KeyId(text);
    }

    private static Map<KeyId, PublicKey> keys(Fields keys) {
        Map<KeyId, PublicKey> read = new LinkedHashMap<>();
        for (String name : keys.object().members().keySet()) {
            Fields key = keys.object(name).only("keyid", "keytype", "scheme", "keyval", "keyid_hash_algorithms");
            KeyId id = keyId(name, "layout.keys member");
            if (!key.text("keyid").equals(name)) {
                throw JsonException.malformed(key.place("keyid") + " differs from the member's name");
            }
            read.put(id, key(key));
        }
        return read;
    }

    /** A key without private part; the empty string that older writers put there is none (intoto.md D21, D22). */
    private static PublicKey key(Fields key) {
        Fields value = key.object("keyval").only("public", "private", "certificate");
        value.text("public");
        value.optionalText("certificate");
        if (!value.optionalText("private").orElse("").isEmpty()) {
            throw JsonException.malformed(value.place("private") + " holds a private key");
        }
        if (key.has("keyid_hash_algorithms")) {
            key.texts("keyid_hash_algorithms");
        }
        return PublicKeys.read(key);
    }

    private static LayoutStep step(Fields step, Map<KeyId, PublicKey> keys) {
        step.only(STEP);
        type(step, "step");
        String name = ItemName.checked(step.text("name"), step.place("name"));
        Set<KeyId> ids = new LinkedHashSet<>();
        step.texts("pubkeys").forEach(id -> ids.add(keyId(id, step.place("pubkeys"))));
        int threshold = (int) step.whole("threshold", 1, Integer.MAX_VALUE);
        int able = distinctMaterials(ids, keys);
        if (threshold > able) {
            throw JsonException.malformed(step.place("threshold") + " of step " + Quoted.of(name) + " is " + threshold
                    + ", but only " + able + " distinct usable keys are authorised");
        }
        return new LayoutStep(
                name,
                rules(step, ArtifactKind.MATERIALS),
                rules(step, ArtifactKind.PRODUCTS),
                new ArrayList<>(ids),
                step.texts("expected_command"),
                threshold);
    }

    private static int distinctMaterials(Set<KeyId> ids, Map<KeyId, PublicKey> keys) {
        Set<Bytes> materials = new HashSet<>();
        for (KeyId id : ids) {
            PublicKey key = keys.get(id);
            if (key != null && !(key instanceof UnknownKey)) {
                materials.add(key.material());
            }
        }
        return materials.size();
    }

    private static Inspection inspection(Fields inspection) {
        inspection.only(INSPECTION);
        type(inspection, "inspection");
        return new Inspection(
                ItemName.checked(inspection.text("name"), inspection.place("name")),
                rules(inspection, ArtifactKind.MATERIALS),
                rules(inspection, ArtifactKind.PRODUCTS),
                inspection.texts("run"));
    }

    private static List<Rule> rules(Fields item, ArtifactKind kind) {
        List<Rule> rules = new ArrayList<>();
        List<Json> written = item.array(kind.rulesWord());
        for (int i = 0; i < written.size(); i++) {
            String place = item.place(kind.rulesWord()) + "[" + i + "]";
            Fields wrapped = Fields.of(Json.Obj.empty().with(place, written.get(i)), "");
            rules.add(RuleParser.parse(wrapped.texts(place), place));
        }
        return rules;
    }

    private static void distinctNames(List<LayoutStep> steps, List<Inspection> inspections) {
        Set<String> names = new HashSet<>();
        List<String> all = new ArrayList<>();
        steps.forEach(step -> all.add(step.name()));
        inspections.forEach(inspection -> all.add(inspection.name()));
        for (String name : all) {
            if (!names.add(name)) {
                throw JsonException.malformed("layout has two items named " + Quoted.of(name)); // intoto.md D24
            }
        }
    }

    /** {@code YYYY-MM-DDThh:mm:ssZ} and a real date (intoto.md D25). */
    private static Instant expires(String text) {
        try {
            if (hasForm(text)) {
                return LocalDateTime.parse(text.substring(0, 19)).toInstant(ZoneOffset.UTC);
            }
        } catch (DateTimeException e) {
            throw JsonException.malformed("layout.expires " + Quoted.of(text) + " is no real date");
        }
        throw JsonException.malformed("layout.expires " + Quoted.of(text) + " is not YYYY-MM-DDThh:mm:ssZ");
    }

    private static boolean hasForm(String text) {
        String form = "dddd-dd-ddTdd:dd:ddZ";
        if (text.length() != form.length()) {
            return false;
        }
        for (int i = 0; i < form.length(); i++) {
            char c = text.charAt(i);
            if (form.charAt(i) == 'd' ? c < '0' || c > '9' : c != form.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
