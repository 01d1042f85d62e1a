package dev.bulla.cnab;

import dev.bulla.bytes.Bytes;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.Step;

/** The three published bundles of cnab.md section 4.2, as bytes, and short ways to bundles and refusals. */
public final class Examples {
    static final String E1_TEXT =
            "{\"description\":\"A short description of your bundle\",\"invocationImages\":[{\"contentDigest\":"
                    + "\"sha256:a59a4e74d9cc89e4e75dfb2cc7ea5c108e4236ba6231b53081a9e2506d1197b6\",\"image\":"
                    + "\"cnab/helloworld:0.1.1\",\"imageType\":\"docker\",\"mediaType\":"
                    + "\"application/vnd.docker.distribution.manifest.v2+json\",\"size\":942}],\"keywords\":"
                    + "[\"helloworld\",\"cnab\",\"tutorial\"],\"maintainers\":[{\"email\":\"jane.doe@example.com\","
                    + "\"name\":\"Jane Doe\",\"url\":\"https://example.com\"}],\"name\":\"helloworld\","
                    + "\"schemaVersion\":\"v1.0.0-WD\",\"version\":\"0.1.1\"}";

    static final String E2_TEXT =
            "{\"actions\":{\"action-1\":{\"modifies\":true}},\"credentials\":{\"cred-1\":{\"env\":\"env-var\",\"path\":"
                    + "\"/some/path\"}},\"custom\":{\"my-key\":\"my-value\"},\"definitions\":{\"numberType\":{\"default\":"
                    + "0.5,\"type\":\"number\"},\"output1Type\":{\"type\":\"string\"},\"param1Type\":{\"default\":"
                    + "\"hello\",\"enum\":[\"value1\",true,1],\"type\":[\"string\",\"boolean\",\"number\"]}},"
                    + "\"description\":\"description\",\"images\":{\"another-image\":{\"contentDigest\":"
                    + "\"sha256:d59a1aa7866258751a261bae525a1842c7ff0662d4f34a355d5f36826abc0342\",\"description\":\"\","
                    + "\"image\":\"my.registry/namespace/another-image\",\"imageType\":\"oci\",\"mediaType\":"
                    + "\"application/vnd.oci.image.manifest.v1+json\",\"size\":507},\"image-1\":{\"contentDigest\":"
                    + "\"sha256:d59a1aa7866258751a261bae525a1842c7ff0662d4f34a355d5f36826abc0341\",\"description\":\"\","
                    + "\"image\":\"my.registry/namespace/image-1\",\"imageType\":\"oci\",\"mediaType\":"
                    + "\"application/vnd.oci.image.manifest.v1+json\",\"size\":507}},\"invocationImages\":[{"
                    + "\"contentDigest\":\"sha256:d59a1aa7866258751a261bae525a1842c7ff0662d4f34a355d5f36826abc0343\","
                    + "\"image\":\"my.registry/namespace/my-app-invoc\",\"imageType\":\"docker\",\"mediaType\":"
                    + "\"application/vnd.docker.distribution.manifest.v2+json\",\"size\":506}],\"keywords\":[\"keyword1\","
                    + "\"keyword2\"],\"maintainers\":[{\"email\":\"docker@docker.com\",\"name\":\"docker\",\"url\":"
                    + "\"docker.com\"}],\"name\":\"my-app\",\"outputs\":{\"output1\":{\"applyTo\":[\"install\"],"
                    + "\"definition\":\"output1Type\",\"description\":\"magic\",\"path\":\"/cnab/app/outputs/magic\"}},"
                    + "\"parameters\":{\"param1\":{\"definition\":\"param1Type\",\"destination\":{\"env\":\"env_var\","
                    + "\"path\":\"/some/path\"}},\"param2\":{\"definition\":\"numberType\",\"destination\":{\"env\":"
                    + "\"PARM2\"}}},\"schemaVersion\":\"v1.0.0\",\"version\":\"0.1.0\"}";

    /** As published. */
    public static final Bytes E1 = Bytes.utf8(E1_TEXT);
    /** As published. */
    public static final Bytes E2 = Bytes.utf8(E2_TEXT);
    /** As published. */
    public static final Bytes E3 = Bytes.utf8(E1_TEXT.replace("v1.0.0-WD", "v1.0.0"));

    private Examples() {}

    static Bundle bundle(Bytes raw) {
        return Bundle.parse(raw).orThrow();
    }

    static Bundle bundle(String text) {
        return bundle(Bytes.utf8(text));
    }

    /** Why the step was refused; fails when it was not. */
    static Reason refusal(Step<?> step) {
        if (step instanceof Step.Refused<?> refused) {
            return refused.reason();
        }
        throw new AssertionError("not refused: " + step);
    }
}
