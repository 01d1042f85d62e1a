package dev.bulla.testkit.loopback;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** How the registry deals with referrers; may be changed while it runs. */
public final class ReferrersBehaviour {

    /** What the referrers endpoint answers. */
    public enum Api {
        /** The list. */
        SUPPORTED,
        /** 404 with an error document. */
        NOT_FOUND,
        /** 405. */
        METHOD_NOT_ALLOWED,
        /** 501. */
        NOT_IMPLEMENTED,
        /** 400. */
        BAD_REQUEST,
        /** 404 with a page. */
        HTML_NOT_FOUND,
        /** 200 with a page. */
        HTML_OK,
        /** 303 to a page on the second origin. */
        REDIRECT_TO_HTML
    }

    /** What is done with the {@code artifactType} parameter. */
    public enum Filter {
        /** The list is filtered, and the answer says so. */
        APPLIED,
        /** The list is whole, and the answer says nothing. */
        IGNORED,
        /** The list is whole, but the answer says that it is filtered. */
        FALSELY_CLAIMED
    }

    /** Where the {@code Link} of a page leads. */
    public enum Links {
        /** To the next page, by path. */
        RELATIVE,
        /** To the next page, by full address. */
        ABSOLUTE,
        /** To the page itself, for ever. */
        ENDLESS,
        /** To the second origin. */
        FOREIGN
    }

    volatile Api api = Api.SUPPORTED;
    volatile Filter filter = Filter.APPLIED;
    volatile Links links = Links.RELATIVE;
    volatile boolean subjectHeader = true;
    volatile boolean barren;
    volatile boolean wrongTypes;
    volatile boolean tagsByItself;
    volatile int pageSize;
    volatile int lag;
    final Set<String> hidden = ConcurrentHashMap.newKeySet();
    private final Map<String, AtomicInteger> hiddenReads = new ConcurrentHashMap<>();

    ReferrersBehaviour() {}

    /** What the endpoint answers. */
    public ReferrersBehaviour api(Api answer) {
        api = answer;
        return this;
    }

    /** What the endpoint answers now. */
    public Api answering() {
        return api;
    }

    /** What is done with a filter. */
    public ReferrersBehaviour filter(Filter way) {
        filter = way;
        return this;
    }

    /** Where pages link to. */
    public ReferrersBehaviour links(Links way) {
        links = way;
        return this;
    }

    /** Whether a PUT of a manifest with a subject is answered with {@code OCI-Subject}, API or no API. */
    public ReferrersBehaviour subjectHeader(boolean on) {
        subjectHeader = on;
        return this;
    }

    /** Whether listed descriptors lack artifact type and annotations. */
    public ReferrersBehaviour barren(boolean on) {
        barren = on;
        return this;
    }

    /** Whether listed descriptors have the media type of the empty config for their artifact type. */
    public ReferrersBehaviour wrongTypes(boolean on) {
        wrongTypes = on;
        return this;
    }

    /** Whether the registry itself writes the fallback tag of a subject when a manifest with that subject is pushed. */
    public ReferrersBehaviour tagsByItself(boolean on) {
        tagsByItself = on;
        return this;
    }

    /** How many descriptors a page holds; 0 for all. */
    public ReferrersBehaviour pageSize(int descriptors) {
        pageSize = descriptors;
        return this;
    }

    /** For how many reads of a list a manifest that is pushed from now on stays out of it. */
    public ReferrersBehaviour lag(int reads) {
        lag = reads;
        return this;
    }

    /** Leaves a manifest out of all lists. */
    public ReferrersBehaviour hide(String digest) {
        hidden.add(digest);
        return this;
    }

    void pushed(String digest) {
        if (lag > 0) {
            hiddenReads.put(digest, new AtomicInteger(lag));
        }
    }

    /** Whether a list that is read now shows the manifest; counts the read. */
    boolean shows(String digest) {
        AtomicInteger reads = hiddenReads.get(digest);
        return !hidden.contains(digest) && (reads == null || !Behaviour.take(reads));
    }
}
