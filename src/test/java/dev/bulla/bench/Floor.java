package dev.bulla.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.EdECPoint;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * What a verification costs at least on this platform: the requests of a cold {@code bulla verify} of a bundle, by hand over
 * two sockets, and the same signatures and hashes. It finds members by searching for their names, judges no expiry, remembers
 * nothing and says nothing helpful: a yardstick, no verifier. It stands alone, so that a start-up cache is made of it and of
 * what it needs.
 *
 * <p>Arguments: host, port, artifact repository, tag, trust repository, file of the pinned root.
 */
final class Floor {
    private final Socket socket;
    private byte[] received = new byte[0];

    private Floor(String host, int port) throws IOException {
        socket = new Socket(host, port);
        socket.setTcpNoDelay(true);
    }

    public static void main(String... words) throws Exception {
        int port = Integer.parseInt(words[1]);
        String artifact = "/v2/" + words[2];
        String[] index = new String[1];
        Floor[] other = new Floor[1];
        Thread first = new Thread() {
            @Override
            public void run() {
                try {
                    other[0] = new Floor(words[0], port);
                    index[0] = other[0].get(artifact + "/manifests/" + words[3]);
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            }
        };
        first.start();
        Floor head = new Floor(words[0], port);
        String manifest = head.get("/v2/" + words[4] + "/manifests/latest");
        String root = Files.readString(Path.of(words[5]));
        first.join();

        String config = after(index[0], "\"digest\":\"", '"');
        String bundle = bundleOf(manifest, root, index[0]);
        String[] configManifest = new String[1];
        Thread second = new Thread() {
            @Override
            public void run() {
                try {
                    configManifest[0] = other[0].get(artifact + "/manifests/" + config);
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            }
        };
        second.start();
        String content = head.get(artifact + "/blobs/sha256:" + bundle);
        second.join();
        check(sha256(content).equals(bundle), "bundle.json");
        check(config.equals("sha256:" + sha256(configManifest[0])), "config manifest");
        check(configManifest[0].contains(bundle), "config");
        System.out.println("trusted");
        Runtime.getRuntime().halt(0);
    }

    /** Root, timestamp, snapshot and targets of a head with every file inlined; returns the hash of the signed bundle. */
    private static String bundleOf(String head, String root, String index) throws GeneralSecurityException {
        String online = after(after(root, "\"timestamp\":{", '}'), "[\"", '"');
        String rootKey = after(after(root, "\"root\":{", '}'), "[\"", '"');
        signed(root, keyOf(root, rootKey));
        byte[] key = keyOf(root, online);
        String timestamp = signed(file(head, "timestamp.json"), key);
        String snapshot = file(head, after(timestamp, "\"version\":", '}') + ".snapshot.json");
        check(timestamp.contains(sha256(snapshot)), "snapshot");
        String targets = file(head, after(signed(snapshot, key), "\"version\":", '}') + ".targets.json");
        check(snapshot.contains(sha256(targets)), "targets");
        String entry = signed(targets, key);
        check(entry.contains(sha256(index)), "index");
        return after(after(entry, "\"hashes\":{", '}'), "\"sha256\":\"", '"');
    }

    private static String file(String head, String name) {
        int at = head.indexOf("\"tuf.io/filename\":\"" + name);
        String data = after(head.substring(at), "\"data\":\"", '"'); // members are sorted: annotations, data
        return new String(Base64.getDecoder().decode(data), StandardCharsets.UTF_8);
    }

    private static byte[] keyOf(String root, String id) {
        return HexFormat.of().parseHex(after(root.substring(root.indexOf("\"" + id + "\":")), "\"public\":\"", '"'));
    }

    /** The signed part of a role file, once the signature over it has been checked. */
    private static String signed(String file, byte[] key) throws GeneralSecurityException {
        String part = file.substring(file.indexOf("\"signed\":") + 9, file.lastIndexOf('}'));
        Signature check = Signature.getInstance("Ed25519");
        check.initVerify(new Point(key));
        check.update(part.getBytes(StandardCharsets.UTF_8));
        check(check.verify(HexFormat.of().parseHex(after(file, "\"sig\":\"", '"'))), "signature");
        return part;
    }

    private static void check(boolean good, String what) {
        if (!good) {
            System.err.println("not what it should be: " + what);
            Runtime.getRuntime().halt(1);
        }
    }

    private static String after(String text, String mark, char end) {
        int from = text.indexOf(mark) + mark.length();
        return text.substring(from, text.indexOf(end, from));
    }

    private static String sha256(String content) throws GeneralSecurityException {
        byte[] sum = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(sum);
    }

    private String get(String path) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(("GET " + path + " HTTP/1.1\r\nHost: registry\r\nAccept: application/vnd.oci.image.index.v1+json, "
                        + "application/vnd.oci.image.manifest.v1+json\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        InputStream in = socket.getInputStream();
        int header = -1;
        while (header < 0) {
            more(in);
            header = text().indexOf("\r\n\r\n");
        }
        String fields = text().substring(0, header);
        check(fields.startsWith("HTTP/1.1 200"), path + ": " + fields);
        int length = Integer.parseInt(after(fields + "\r", "Content-Length: ", '\r'));
        while (received.length < header + 4 + length) {
            more(in);
        }
        String body = new String(received, header + 4, length, StandardCharsets.UTF_8);
        received = new byte[0];
        return body;
    }

    private String text() {
        return new String(received, StandardCharsets.ISO_8859_1);
    }

    private void more(InputStream in) throws IOException {
        byte[] buffer = new byte[16 << 10];
        int count = in.read(buffer);
        if (count < 0) {
            throw new IOException("the registry hung up");
        }
        int before = received.length;
        received = Arrays.copyOf(received, before + count);
        System.arraycopy(buffer, 0, received, before, count);
    }

    /** The key without the platform's key factory, as Bulla has it. */
    private static final class Point implements EdECPublicKey {
        private static final long serialVersionUID = 1;

        private final byte[] key;

        Point(byte[] key) {
            this.key = key;
        }

        @Override
        public EdECPoint getPoint() {
            byte[] y = new byte[32];
            for (int i = 0; i < 32; i++) {
                y[i] = key[31 - i];
            }
            boolean odd = (y[0] & 0x80) != 0;
            y[0] &= 0x7F;
            return new EdECPoint(odd, new BigInteger(1, y));
        }

        @Override
        public NamedParameterSpec getParams() {
            return NamedParameterSpec.ED25519;
        }

        @Override
        public String getAlgorithm() {
            return "EdDSA";
        }

        @Override
        public String getFormat() {
            return "RAW";
        }

        @Override
        public byte[] getEncoded() {
            return key;
        }
    }
}
