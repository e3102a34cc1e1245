/**
 * Leaving and coming back: callers that give up before their batch has ended, and send it again.
 *
 * <p>HubSpot's newer SDKs close the connection after 60 s and send the same POST again, marked {@code
 * X-Stainless-Retry-Count: 1}, twice at most (API-FACTS 4). So each batch that is read as a whole and answered in JSON is
 * a {@link dev.batchgateway.resume.BatchRecord}: what has settled of it outlives the connection it came on, for as long
 * as somebody listens and {@link dev.batchgateway.resume.ResumeConfig#resume} longer. {@link
 * dev.batchgateway.resume.Records} finds the record that a {@link dev.batchgateway.resume.Resend} means: running, it is
 * listened to by one more; stopped because its caller had left, it goes on; ended, what was not sent is sent by another
 * run. What was settled is answered as it was settled, so a create that may have been carried out is never sent twice,
 * nor is an older value written over a newer one. Of reads what is unconfirmed is asked again, too.
 *
 * <p>Which record is meant: of a request with an {@code Idempotency-Key} the one of that key, and its fingerprint must be
 * the same; of one that is only marked the one with the same fingerprint ({@link
 * dev.batchgateway.resume.Fingerprint}: credentials, path, query and body), whether it had a key or not. Where the form
 * of the answer is not the same, it is refused. A request with neither is never joined to another: two equal creates may
 * be meant.
 *
 * <p>What is bounded is what is kept for nobody: past {@link dev.batchgateway.resume.ResumeConfig#maxBytes} records lose
 * their answers, first those whose answer was written, the oldest of them first. Of a create it is still known that
 * there was one, and its re-send is refused; those are bounded by their number. Other operations are simply sent again.
 *
 * <p>Of several gateways the one that holds a record is registered with {@link dev.batchgateway.resume.Owners}, and the
 * others refuse. When that register is lost, nobody knows who holds what: creates that may have been sent before are
 * refused, everything else goes on, and is registered as soon as it can be. Refused with 409 if they are only marked, even
 * though nothing of them was sent: a 503 says that it is safe to send again, and whoever does so without the mark has the
 * create made twice. One with a key gets 503, since it keeps its key.
 *
 * <p>Streams have no record. Their body is never there as a whole, so its fingerprint is only known when everything has
 * been sent; and their caller has had the outcomes line by line, and knows what to send again.
 *
 * <p>A record lives on the event loop of the request that began it, and holds nothing of that request's connection, and
 * once a run has ended nothing of its body. {@code Records} is guarded by its lock; what it calls while it holds it (the timer,
 * the register, a record's store) does not wait and does not call back.
 */
@NullMarked
package dev.batchgateway.resume;

import org.jspecify.annotations.NullMarked;
