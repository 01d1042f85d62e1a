/**
 * One record, one manifest: signatures, tag records and carriers as OCI documents, found, read and written through the ports.
 * What a place lists is a hint; every attachment is fetched by digest and asked for its own subject.
 */
@NullMarked
package dev.bulla.attach;

import org.jspecify.annotations.NullMarked;
