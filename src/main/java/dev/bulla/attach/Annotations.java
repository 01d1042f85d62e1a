package dev.bulla.attach;

/** Names of the annotations that Bulla writes. All are unsigned hints, except those of a tag record. */
public final class Annotations {
    /** Key ids in a signature manifest, comma separated; orders work, decides nothing. */
    public static final String KEY_IDS = "dev.bulla.keyids";

    /** The role the signer claims. */
    public static final String ROLE = "dev.bulla.role";

    /** The name the artifact had where it was signed. */
    public static final String ORIGIN = "dev.bulla.origin";

    /** Kind of a carrier's entry. */
    public static final String KIND = "dev.bulla.kind";

    /** The artifact that a carrier belongs to. */
    public static final String SUBJECT = "dev.bulla.subject";

    /** Signed: the reference a tag record speaks about. */
    public static final String REF = "dev.bulla.ref";

    /** Signed: version of a tag record, a positive decimal integer. */
    public static final String VERSION = "dev.bulla.version";

    /** Signed: until when a tag record holds. */
    public static final String EXPIRES = "dev.bulla.expires";

    /** Signed: when a tag record was made. */
    public static final String CREATED = "dev.bulla.created";

    /** Of a layer: the name of a role file, or the target path of a piece of evidence. */
    public static final String FILE_NAME = "tuf.io/filename";

    /** Of a head manifest or capsule: sha256 of the newest root, lower-case hex. */
    public static final String TUF_ROOT = "dev.bulla.tuf.root";

    /** Of a head manifest or capsule: version of the timestamp. */
    public static final String TUF_TIMESTAMP = "dev.bulla.tuf.timestamp";

    /** Of a head manifest: documents that its readers will ask for next, base64, separated by spaces. */
    public static final String ENCLOSED = "dev.bulla.tuf.enclosed";

    /** Of a capsule: the TUF repository that it was copied from. */
    public static final String TUF_REPOSITORY = "dev.bulla.tuf.repo";

    /** Of a layer of evidence: the step it is about. */
    public static final String STEP = "dev.bulla.intoto.step";

    /** Of a layer of evidence: the full id of the key it is addressed by. */
    public static final String STEP_KEY = "dev.bulla.intoto.keyid";

    /** Of a layer of evidence below a sublayout: {@code step.keyid} of each sublayout above, {@code /} between. */
    public static final String PARENT = "dev.bulla.intoto.parent";

    private Annotations() {}
}
