package dev.bulla.fuzz;

import dev.bulla.bytes.Bytes;
import java.util.List;

/** A statement about all inputs. */
public interface FuzzTarget {
    /**
     * Looks at one input. Returns when the statement holds for it; whatever is thrown is a finding.
     *
     * @throws Exception a finding, of whatever type
     */
    void look(byte[] input) throws Exception;

    /** Inputs that reach deep into what is looked at; changes start from them. */
    List<Bytes> seeds();
}
