package dev.bulla.testkit;

import dev.bulla.testkit.PlainHttp.Answer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The plain calls of the distribution specification against one repository, for tests that arrange or look at a registry
 * without the code under test. Paths are below {@code /v2/REPOSITORY/}.
 */
public final class RawRegistry {

    /** The media type of an image manifest. */
    public static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";

    /** The media type of an image index. */
    public static final String INDEX = "application/vnd.oci.image.index.v1+json";

    private final URI base;
    private final String repository;
    private final String[] headers;

    /**
     * Names a repository.
     *
     * @param headers sent with every request, names and values in turn
     */
    public RawRegistry(URI base, String repository, String... headers) {
        this.base = base;
        this.repository = repository;
        this.headers = headers.clone();
    }

    /** The {@code sha256:} digest of bytes. */
    public static String digest(byte[] content) {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A descriptor as JSON text. */
    public static String descriptor(String mediaType, byte[] content) {
        return "{\"mediaType\":\"" + mediaType + "\",\"digest\":\"" + digest(content) + "\",\"size\":" + content.length
                + "}";
    }

    /** An address below {@code /v2/REPOSITORY/}. */
    public URI at(String path) {
        return base.resolve("/v2/" + repository + "/" + path);
    }

    /** Sends a request without a body. */
    public Answer send(String method, String path, String... more) {
        return PlainHttp.send(method, at(path), joined(more));
    }

    /** Opens an upload and gives the address that the next request goes to. */
    public URI openUpload() {
        Answer opened = PlainHttp.send("POST", at("blobs/uploads/"), headers);
        if (opened.status() != 202) {
            throw new AssertionError("no upload was opened: " + opened.status() + " " + opened.text());
        }
        return location(opened);
    }

    /** The address in {@code Location}. */
    public URI location(Answer answer) {
        return base.resolve(answer.header("Location").orElseThrow(AssertionError::new));
    }

    /** Ends an upload with a body, claiming a digest. */
    public Answer endUpload(URI upload, byte[] body, String digest) {
        String separator = upload.getRawQuery() == null ? "?" : "&";
        URI target = URI.create(upload + separator + "digest=" + digest);
        return PlainHttp.send("PUT", target, body, joined("Content-Type", "application/octet-stream"));
    }

    /** Pushes a blob in one piece and returns its digest. */
    public String pushBlob(byte[] content) {
        String digest = digest(content);
        require(endUpload(openUpload(), content, digest));
        return digest;
    }

    /** Puts a manifest under a tag or digest. */
    public Answer putManifest(String reference, String mediaType, byte[] content) {
        return PlainHttp.send("PUT", at("manifests/" + reference), content, joined("Content-Type", mediaType));
    }

    /** Puts a manifest under a tag, which must succeed, and returns its digest. */
    public String pushManifest(String tag, String mediaType, byte[] content) {
        require(putManifest(tag, mediaType, content));
        return digest(content);
    }

    /** Gets a manifest by tag or digest, manifests and indexes being accepted. */
    public Answer manifest(String reference) {
        return send("GET", "manifests/" + reference, "Accept", MANIFEST + ", " + INDEX);
    }

    /** Pushes an image manifest with one config and no layer and returns its bytes. */
    public byte[] pushImage(String tag, String configText) {
        byte[] config = configText.getBytes(StandardCharsets.UTF_8);
        pushBlob(config);
        byte[] manifest = ("{\"schemaVersion\":2,\"mediaType\":\"" + MANIFEST + "\",\"config\":"
                        + descriptor("application/vnd.example.config", config) + ",\"layers\":[]}")
                .getBytes(StandardCharsets.UTF_8);
        pushManifest(tag, MANIFEST, manifest);
        return manifest;
    }

    private String[] joined(String... more) {
        String[] all = new String[headers.length + more.length];
        System.arraycopy(headers, 0, all, 0, headers.length);
        System.arraycopy(more, 0, all, headers.length, more.length);
        return all;
    }

    private static void require(Answer answer) {
        if (answer.status() != 201) {
            throw new AssertionError("not created: " + answer.status() + " " + answer.text());
        }
    }
}
