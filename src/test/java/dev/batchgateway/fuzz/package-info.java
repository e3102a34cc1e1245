/**
 * Our readers of JSON against Jackson's, on inputs that a coverage-guided fuzzer makes up.
 *
 * <p>What must hold, for any bytes:
 *
 * <ul>
 *   <li><b>The same language.</b> They are one JSON object to us when they are well-formed UTF-8 to Java's strict
 *       decoder and the decoded text is one JSON object to Jackson, nested 64 levels at most, with nothing but blanks
 *       around it. Jackson by itself is laxer with bytes (overlong forms, surrogates, UTF-16, a byte order mark) and
 *       stricter with sizes (numbers of 1,000 digits, names of 50,000 characters); neither is ours. Escaped lone
 *       surrogates and members given twice are taken by both.
 *   <li><b>The first wrong byte.</b> A refusal names the first byte behind which nothing valid can come: Jackson's
 *       parser for pieces finds no fault with the bytes before it, and what follows does not change the refusal.
 *   <li><b>Bodies are stricter.</b> Of those objects the ones with exactly one {@code inputs}, an array of one or more
 *       objects and no more than the bound, are taken; any other is refused at the byte of the second array, of the
 *       member that is no array, or of the element that is no object, or, if there are none or too many inputs,
 *       without a byte. The first reason in the order of the bytes is the one that counts. A taken body has Jackson's
 *       inputs to the letter, and from each the fields of the last member of a name. Two inputs have one key when they
 *       are equal by DESIGN section 4; only ids with line feeds or zeros in them may be held for equal beyond that,
 *       which keeps them out of one call and does no other harm.
 *   <li><b>Lines</b> end at a line feed. One that is one JSON object is an input, to the letter and with the blanks around
 *       it; a blank one is nothing; any other, and one that is too long, is refused with its number and its first wrong
 *       byte, and the next one is read as if nothing had been.
 *   <li><b>Replies are laxer.</b> {@code results} and {@code errors} may be missing, {@code null} or given twice (the
 *       second adds to the first); an element of a 2xx's lists that is no object makes it unreadable, any other value
 *       in their place makes both a 2xx and a refusal unreadable. A 2xx that is read is matched with calls of every
 *       operation: no success, rejection or result that it does not contain.
 *   <li><b>Any cut into buffers</b> gives the same inputs, or the same refusal at the same byte.
 *   <li><b>Nothing else happens.</b> No other exception, no input that takes a minute, and no more memory taken than a fixed
 *       amount and a multiple of the bytes.
 * </ul>
 *
 * <p>{@link dev.batchgateway.fuzz.Target} lists what is fuzzed; the classes it names live beside the readers, because
 * those are not public. A new one is a class with {@code fuzzerTestOneInput}, a constant, and a directory of a few saved
 * inputs.
 */
@NullMarked
package dev.batchgateway.fuzz;

import org.jspecify.annotations.NullMarked;
