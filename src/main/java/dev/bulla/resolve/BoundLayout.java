package dev.bulla.resolve;

import dev.bulla.json.Fields;
import dev.bulla.json.Json;
import dev.bulla.json.JsonException;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.tuf.PathPattern;
import dev.bulla.tuf.TargetInfo;
import dev.bulla.tuf.TargetPath;
import dev.bulla.tuf.Targets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A layout that top-level targets binds to names by signed {@code custom.applies-to} (trust.md section 6). Which layout
 * applies is said here and nowhere else: a releases role cannot choose among them or drop one.
 *
 * @param path the layout's target
 * @param info its length and hashes
 * @param appliesTo the names that it is about; empty for a layout that binds nothing
 * @param notBeforeSeq the lowest {@code seq} of an entry that it is good for
 * @param keys targets of its owners' public keys, all of whom must have signed it
 */
public record BoundLayout(
        TargetPath path,
        TargetInfo info,
        List<PathPattern> appliesTo,
        OptionalLong notBeforeSeq,
        List<TargetPath> keys) {
    /** Member of {@code custom}: the names a layout is about. */
    public static final String APPLIES_TO = "applies-to";

    /** Member of {@code custom}: the keys of a layout; of a bundle, its layout and links. */
    public static final String IN_TOTO = "in-toto";

    /** Member of {@code custom}: the lowest {@code seq} that a layout is good for. */
    public static final String NOT_BEFORE_SEQ = "not-before-seq";

    /** Layouts that apply to one name; honest namespaces have one, or two while one replaces the other. */
    public static final int MAX_LAYOUTS = 16;

    /** Patterns of one layout: as many as repositories that a team owns. */
    private static final int MAX_PATTERNS = 256;

    /** Owners of one layout. */
    private static final int MAX_KEYS = 64;

    /** Copies the lists. */
    public BoundLayout {
        appliesTo = List.copyOf(appliesTo);
        keys = List.copyOf(keys);
    }

    /**
     * The layouts that {@code top} binds to {@code name}, ordered by path.
     *
     * @throws RejectedException {@code MALFORMED} when an entry cannot be read: it might be about this name;
     *     {@code LIMIT_EXCEEDED} when more than {@link #MAX_LAYOUTS} apply
     */
    public static List<BoundLayout> applying(Targets top, TargetPath name) {
        Map<TargetPath, TargetInfo> candidates = new LinkedHashMap<>();
        top.forEach((path, info) -> {
            if (isBound(info)) {
                candidates.put(path, info);
            }
        });
        List<BoundLayout> applying = new ArrayList<>();
        candidates.forEach((path, info) -> {
            BoundLayout layout = read(path, info);
            if (layout.appliesTo().stream().anyMatch(pattern -> pattern.matches(name))) {
                applying.add(layout);
            }
        });
        if (applying.size() > MAX_LAYOUTS) {
            throw new RejectedException(Reason.of(
                    ReasonCode.LIMIT_EXCEEDED,
                    applying.size() + " layouts apply to " + name + ", at most " + MAX_LAYOUTS + " are verified"));
        }
        applying.sort((one, other) -> one.path().value().compareTo(other.path().value()));
        return applying;
    }

    /** True for an entry that says what it applies to, readable or not. */
    public static boolean isBound(TargetInfo info) {
        return custom(info).filter(custom -> custom.get(APPLIES_TO).isPresent()).isPresent();
    }

    /**
     * Reads the entry of a layout.
     *
     * @throws RejectedException {@code MALFORMED}
     */
    public static BoundLayout read(TargetPath path, TargetInfo info) {
        try {
            Fields custom = Fields.of(info.custom().orElse(Json.Obj.empty()), "custom");
            List<PathPattern> patterns = bounded(custom, APPLIES_TO, MAX_PATTERNS).stream()
                    .map(PathPattern::new)
                    .toList();
            List<TargetPath> keys = bounded(custom, IN_TOTO, MAX_KEYS).stream()
                    .map(TargetPath::new)
                    .toList();
            OptionalLong notBefore = custom.has(NOT_BEFORE_SEQ)
                    ? OptionalLong.of(custom.whole(NOT_BEFORE_SEQ, 0, Long.MAX_VALUE))
                    : OptionalLong.empty();
            return new BoundLayout(path, info, patterns, notBefore, keys);
        } catch (JsonException e) {
            throw new RejectedException(Reason.of(
                            e.isLimit() ? ReasonCode.LIMIT_EXCEEDED : ReasonCode.MALFORMED,
                            "entry of layout " + path + ": " + e.getMessage())
                    .with("layout", path.value()));
        }
    }

    /** True when the layout is good for an entry with this {@code seq}. */
    public boolean isGoodFor(OptionalLong seq) {
        return notBeforeSeq.isEmpty() || (seq.isPresent() && seq.getAsLong() >= notBeforeSeq.getAsLong());
    }

    private static List<String> bounded(Fields custom, String name, int most) {
        List<String> texts = custom.has(name) ? custom.texts(name) : List.of();
        if (texts.size() > most) {
            throw JsonException.limit(name + " has " + texts.size() + " items, at most " + most + " are read");
        }
        return texts;
    }

    /** The {@code custom} object of an entry; other values bind nothing. */
    static Optional<Json.Obj> custom(TargetInfo info) {
        return info.custom().filter(Json.Obj.class::isInstance).map(Json.Obj.class::cast);
    }
}
