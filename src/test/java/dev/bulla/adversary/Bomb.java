package dev.bulla.adversary;

import dev.bulla.testkit.loopback.Answer;
import dev.bulla.testkit.loopback.Answer.Delivery;
import dev.bulla.testkit.loopback.Kind;
import dev.bulla.testkit.loopback.Middleman;
import dev.bulla.testkit.loopback.Request;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Predicate;

/** Answers that are to fill the memory of whoever reads them; a registry needs no key for any of them. */
enum Bomb {
    /** The artifact's manifest does not end. */
    ENDLESS_MANIFEST,
    /** The head does not end. */
    ENDLESS_HEAD,
    /** A list of attachments does not end. */
    ENDLESS_LIST,
    /** Every error has a body that does not end. */
    ENDLESS_ERRORS,
    /** The artifact's manifest is brackets alone. */
    DEEP_MANIFEST,
    /** The artifact's manifest has as many members as 4 MiB hold. */
    WIDE_MANIFEST,
    /** The head is an array of as many numbers as 4 MiB hold. */
    WIDE_HEAD,
    /** The head lists as many role files as 4 MiB hold. */
    HEAD_OF_MANY_LAYERS,
    /** The head has ten thousand versions of root. */
    HEAD_OF_MANY_ROOTS,
    /** A list of attachments has as many entries as 4 MiB hold. */
    LIST_OF_MANY,
    /** Fifty attachments with manifests of 4 MiB each. */
    LARGE_ATTACHMENTS,
    /** Fifty attachments whose manifests are as wide as 4 MiB allow. */
    WIDE_ATTACHMENTS,
    /** A text of 4 MiB in the artifact's manifest, all of it escapes. */
    ESCAPES,
    /** The manifest claims to be packed and is a mebibyte that unpacks to a gibibyte. */
    PACKED;

    private static final int FOUR_MEBIBYTES = 4 << 20;
    private static final String INDEX = "application/vnd.oci.image.index.v1+json";
    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    private static final int MANY = 50;

    /** Whether the roles come from attachments: only then are those asked for. */
    boolean needsNoHead() {
        return this == ENDLESS_LIST || this == LIST_OF_MANY || this == LARGE_ATTACHMENTS || this == WIDE_ATTACHMENTS;
    }

    /** Throws it. */
    Middleman middleman(String subject) {
        return switch (this) {
            case ENDLESS_MANIFEST -> artifact(pages(MANIFEST).delivered(Delivery.ENDLESS));
            case ENDLESS_HEAD -> head(pages(MANIFEST).delivered(Delivery.ENDLESS));
            case ENDLESS_LIST -> lists(pages(INDEX).delivered(Delivery.ENDLESS));
            case ENDLESS_ERRORS ->
                (request, registry) -> Answer.of(500).withBody(new byte[65_536]).delivered(Delivery.ENDLESS);
            case DEEP_MANIFEST -> artifact(typed(MANIFEST, "[".repeat(FOUR_MEBIBYTES)));
            case WIDE_MANIFEST -> artifact(typed(MANIFEST, wide("")));
            case WIDE_HEAD -> head(typed(MANIFEST, "[" + "1,".repeat(FOUR_MEBIBYTES / 2 - 2) + "1]"));
            case HEAD_OF_MANY_LAYERS -> head(typed(MANIFEST, image("", layers(20_000, "x"))));
            case HEAD_OF_MANY_ROOTS -> head(typed(MANIFEST, image("", layers(10_000, "root"))));
            case LIST_OF_MANY -> lists(typed(INDEX, index(20_000, "")));
            case LARGE_ATTACHMENTS -> attachments(subject, "\"x\":\"" + "y".repeat(FOUR_MEBIBYTES - 2000) + "\",");
            case WIDE_ATTACHMENTS -> attachments(subject, "\"x\":[" + "1,".repeat(FOUR_MEBIBYTES / 2 - 2000) + "1],");
            case ESCAPES -> artifact(typed(MANIFEST, "{\"x\":\"" + "\\u0041".repeat(FOUR_MEBIBYTES / 6 - 10) + "\"}"));
            case PACKED -> artifact(packed());
        };
    }

    private static Answer packed() {
        byte[] zip = new byte[1 << 20];
        zip[0] = 0x1f;
        zip[1] = (byte) 0x8b;
        zip[2] = 8;
        return typed(MANIFEST, "").withBody(zip).with("Content-Encoding", "gzip");
    }

    private static Answer typed(String type, String body) {
        return Answer.of(200).with("Content-Type", type).withBody(body.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static Answer pages(String type) {
        return typed(type, "{\"schemaVersion\":2,\"x\":[" + "1,".repeat(30_000));
    }

    private static Middleman instead(Predicate<Request> which, Answer answer) {
        return (request, registry) -> which.test(request) ? answer : registry.answer(request);
    }

    private static Middleman artifact(Answer answer) {
        return instead(
                request -> request.kind() == Kind.MANIFEST_GET
                        && request.repository().equals("acme/shop")
                        && request.reference().equals("1"),
                answer);
    }

    /** A client that remembers the head asks for its digest first, and is told nothing. */
    private static Middleman head(Answer answer) {
        return (request, registry) -> {
            boolean asksForHead = (request.kind() == Kind.MANIFEST_GET || request.kind() == Kind.MANIFEST_HEAD)
                    && request.repository().equals("acme/tuf")
                    && request.reference().equals("latest");
            if (!asksForHead) {
                return registry.answer(request);
            }
            return request.kind() == Kind.MANIFEST_GET ? answer : Answer.of(405);
        };
    }

    private static Middleman lists(Answer answer) {
        return instead(request -> request.kind() == Kind.REFERRERS, answer);
    }

    private static String wide(String before) {
        StringBuilder text = new StringBuilder("{").append(before).append("\"schemaVersion\":2");
        for (int i = 0; text.length() < FOUR_MEBIBYTES - 20; i++) {
            text.append(",\"").append(Integer.toString(i, 36)).append("\":0");
        }
        return text.append('}').toString();
    }

    private static String descriptor(String type, String digest, long size, String more) {
        return "{\"mediaType\":\"" + type + "\",\"digest\":\"" + digest + "\",\"size\":" + size + more + "}";
    }

    private static String layers(int count, String role) {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= count; i++) {
            String name = role.equals("root") ? i + ".root.json" : "1.role" + i + ".json";
            text.append(i == 1 ? "" : ",")
                    .append(descriptor(
                            "application/vnd.tuf.metadata+json",
                            "sha256:" + HexFormat.of().toHexDigits(i).repeat(8),
                            500,
                            ",\"annotations\":{\"tuf.io/filename\":\"" + name + "\"}"));
        }
        return text.toString();
    }

    private static String image(String more, String layers) {
        return "{\"schemaVersion\":2,\"mediaType\":\"" + MANIFEST + "\"," + more + "\"config\":"
                + descriptor("application/vnd.oci.empty.v1+json", "sha256:" + "4".repeat(64), 2, "") + ",\"layers\":["
                + layers + "]}";
    }

    private static String index(int count, String entries) {
        StringBuilder text = new StringBuilder(entries);
        for (int i = 1; i <= count; i++) {
            text.append(text.isEmpty() ? "" : ",")
                    .append(descriptor(
                            MANIFEST, "sha256:" + HexFormat.of().toHexDigits(i).repeat(8), 500, ""));
        }
        return "{\"schemaVersion\":2,\"mediaType\":\"" + INDEX + "\",\"manifests\":[" + text + "]}";
    }

    /** Each is made again when it is asked for, so that the server needs no memory for them. */
    private static Middleman attachments(String subject, String filling) {
        StringBuilder entries = new StringBuilder();
        for (int i = 0; i < MANY; i++) {
            byte[] body = attachment(subject, filling, i);
            entries.append(i == 0 ? "" : ",")
                    .append(descriptor(
                            MANIFEST,
                            digest(body),
                            body.length,
                            ",\"artifactType\":\"application/vnd.bulla.capsule.v1+json\",\"annotations\":{\"n\":\"" + i
                                    + "\"}"));
        }
        String list = index(0, entries.toString());
        return (request, registry) -> {
            int number = list.indexOf(request.reference());
            return request.kind() == Kind.REFERRERS
                    ? typed(INDEX, list)
                    : request.kind() == Kind.MANIFEST_GET && request.reference().startsWith("sha256:") && number > 0
                            ? typed(MANIFEST, "").withBody(attachment(subject, filling, numberAt(list, number)))
                            : registry.answer(request);
        };
    }

    private static int numberAt(String list, int position) {
        int begin = list.indexOf("\"n\":\"", position) + 5;
        return Integer.parseInt(list.substring(begin, list.indexOf('"', begin)));
    }

    private static byte[] attachment(String subject, String filling, int number) {
        return image(
                        "\"artifactType\":\"application/vnd.bulla.capsule.v1+json\",\"subject\":" + subject
                                + ",\"annotations\":{\"n\":\"" + number + "\"}," + filling,
                        "")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String digest(byte[] content) {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
