package dev.bulla.oci;

import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.HashFunction;
import dev.bulla.json.Fields;
import dev.bulla.json.Json;
import dev.bulla.json.JsonException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Points at content by type, digest and size (OCI image-spec 1.1, "Descriptor"). Annotations and {@code artifactType} are
 * unsigned hints unless a specification of ours says otherwise.
 *
 * @param mediaType type of the content
 * @param digest address of the content
 * @param size length of the content in bytes, at least 0
 * @param artifactType type of the artifact when the content is a manifest; a hint
 * @param annotations in the order read
 * @param data the content itself, inlined; checked against digest and size when read
 * @param urls other places of the content (foreign layers); never followed
 */
public record Descriptor(
        MediaType mediaType,
        Digest digest,
        long size,
        Optional<MediaType> artifactType,
        Map<String, String> annotations,
        Optional<Bytes> data,
        List<String> urls) {
    /** 2^53-1, the largest integer exact in every peer language. */
    private static final long MAX_SIZE = (1L << 53) - 1;

    /** Copies the collections; refuses a negative size and {@code data} that is not the content. */
    public Descriptor {
        if (size < 0 || size > MAX_SIZE) {
            throw new IllegalArgumentException("descriptor size " + size);
        }
        annotations = Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
        urls = List.copyOf(urls);
        if (data.isPresent() && (data.get().length() != size || !digest.matches(data.get()))) {
            throw new IllegalArgumentException("inlined data is not the content " + digest);
        }
    }

    /** A plain descriptor: type, digest, size. */
    public static Descriptor of(MediaType mediaType, Digest digest, long size) {
        return new Descriptor(mediaType, digest, size, Optional.empty(), Map.of(), Optional.empty(), List.of());
    }

    /** The plain descriptor of {@code content}, by sha256. */
    public static Descriptor of(MediaType mediaType, Bytes content) {
        return of(mediaType, Digest.of(content), content.length());
    }

    /** The plain descriptor of {@code content} of any length, by sha256; reads it once from beginning to end. */
    public static Descriptor of(MediaType mediaType, Content content) throws IOException {
        MessageDigest sha256 = HashFunction.SHA256.start();
        long size = 0;
        byte[] buffer = new byte[64 * 1024];
        try (InputStream in = content.open()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                sha256.update(buffer, 0, read);
                size += read;
            }
        }
        return of(
                mediaType,
                new Digest(HashFunction.SHA256, Bytes.adopt(sha256.digest()).hex()),
                size);
    }

    /**
     * Reads a descriptor.
     *
     * @throws JsonException when a member is missing or malformed, or {@code data} contradicts digest or size
     */
    public static Descriptor read(Fields fields) {
        try {
            return new Descriptor(
                    new MediaType(fields.text("mediaType")),
                    readDigest(fields),
                    fields.whole("size", 0, MAX_SIZE),
                    fields.optionalText("artifactType")
                            .filter(type -> !type.isEmpty())
                            .map(MediaType::new),
                    readAnnotations(fields),
                    fields.optionalText("data")
                            .map(text -> Bytes.adopt(Base64.getDecoder().decode(text))),
                    fields.has("urls") ? fields.texts("urls") : List.of());
        } catch (IllegalArgumentException e) {
            throw JsonException.malformed(fields.place("descriptor") + ": " + e.getMessage());
        }
    }

    /** The string map member {@code annotations}; absent and {@code null} read as none. */
    static Map<String, String> readAnnotations(Fields fields) {
        Map<String, String> annotations = new LinkedHashMap<>();
        if (fields.has("annotations") && !(fields.required("annotations") instanceof Json.Null)) {
            Fields members = fields.object("annotations");
            for (String name : members.object().members().keySet()) {
                annotations.put(name, members.text(name));
            }
        }
        return annotations;
    }

    private static Digest readDigest(Fields fields) {
        return Digest.parse(fields.text("digest"))
                .orElseThrow(() -> JsonException.malformed(fields.place("digest") + " is not sha256 or sha512"));
    }

    /** True when both point at the same bytes under the same type. */
    public boolean pointsAtSameAs(Descriptor other) {
        return mediaType.equals(other.mediaType) && digest.equals(other.digest) && size == other.size;
    }

    /** The same descriptor with these annotations. */
    public Descriptor withAnnotations(Map<String, String> replacement) {
        return new Descriptor(mediaType, digest, size, artifactType, replacement, data, urls);
    }

    /** The same descriptor with this artifact type. */
    public Descriptor withArtifactType(MediaType type) {
        return new Descriptor(mediaType, digest, size, Optional.of(type), annotations, data, urls);
    }

    /** The same descriptor with the content inlined. */
    public Descriptor withData(Bytes content) {
        return new Descriptor(mediaType, digest, size, artifactType, annotations, Optional.of(content), urls);
    }

    /** Type, digest and size only: the form in which {@code subject} is written. */
    public Descriptor plain() {
        return of(mediaType, digest, size);
    }

    /** The JSON form with the members that are set; empty annotations are left out. */
    public Json.Obj toJson() {
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("mediaType", Json.text(mediaType.value()));
        members.put("digest", Json.text(digest.toString()));
        members.put("size", Json.whole(size));
        if (!urls.isEmpty()) {
            List<Json> items = new ArrayList<>();
            urls.forEach(url -> items.add(Json.text(url)));
            members.put("urls", new Json.Arr(items));
        }
        artifactType.ifPresent(type -> members.put("artifactType", Json.text(type.value())));
        if (!annotations.isEmpty()) {
            members.put("annotations", annotationsJson(annotations));
        }
        data.ifPresent(
                bytes -> members.put("data", Json.text(Base64.getEncoder().encodeToString(bytes.toByteArray()))));
        return new Json.Obj(members);
    }

    /** A string map as a JSON object. */
    public static Json.Obj annotationsJson(Map<String, String> annotations) {
        Map<String, Json> members = new LinkedHashMap<>();
        annotations.forEach((name, value) -> members.put(name, Json.text(value)));
        return new Json.Obj(members);
    }
}
