package dev.bulla.cli.frame;

import dev.bulla.cli.term.Terminal;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;

/**
 * The three streams and the terminal behind them.
 *
 * @param in standard input
 * @param out standard output: the answer
 * @param err standard error: everything else
 * @param charset of text on both outputs; JSON is UTF-8 whatever this is
 * @param terminal which of the streams are a terminal, and how to ask there
 */
public record Console(InputStream in, OutputStream out, OutputStream err, Charset charset, Terminal terminal) {}
