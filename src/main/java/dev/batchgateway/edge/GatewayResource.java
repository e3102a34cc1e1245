package dev.batchgateway.edge;

import dev.batchgateway.batch.Target;
import dev.batchgateway.tracing.Tracing;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;

/**
 * Every path of the gateway. JAX-RS wants a method for each HTTP method; they all do the same, because HubSpot's raw
 * path decides ({@link Routes}).
 */
@Path("/{path: .*}")
public final class GatewayResource {
    private final Admission admission;
    private final BatchEndpoint batches;
    private final PassThrough passThrough;
    private final EdgeErrors errors;
    private final BatchLog log;
    private final Tracing tracing;
    private final EdgeConfig config;

    /** Serves whom {@code admission} lets in: batches with one, everything else with the other. */
    public GatewayResource(
            Admission admission,
            BatchEndpoint batches,
            PassThrough passThrough,
            EdgeErrors errors,
            BatchLog log,
            Tracing tracing,
            EdgeConfig config) {
        this.admission = admission;
        this.batches = batches;
        this.passThrough = passThrough;
        this.errors = errors;
        this.log = log;
        this.tracing = tracing;
        this.config = config;
    }

    /** A batch, or any other POST. */
    @POST
    public Uni<Response> post(@Context RoutingContext context) {
        return serve(context);
    }

    /** Any GET. */
    @GET
    public Uni<Response> get(@Context RoutingContext context) {
        return serve(context);
    }

    /** Any PUT. */
    @PUT
    public Uni<Response> put(@Context RoutingContext context) {
        return serve(context);
    }

    /** Any PATCH. */
    @PATCH
    public Uni<Response> patch(@Context RoutingContext context) {
        return serve(context);
    }

    /** Any DELETE. */
    @DELETE
    public Uni<Response> delete(@Context RoutingContext context) {
        return serve(context);
    }

    /** Any HEAD. */
    @HEAD
    public Uni<Response> head(@Context RoutingContext context) {
        return serve(context);
    }

    /** Any OPTIONS. */
    @OPTIONS
    public Uni<Response> options(@Context RoutingContext context) {
        return serve(context);
    }

    private Uni<Response> serve(RoutingContext context) {
        return Uni.createFrom()
                .deferred(() -> route(context))
                .onFailure()
                .recoverWithItem(failure -> answer(failure, context));
    }

    private Response answer(Throwable failure, RoutingContext context) {
        AnswersGiven.fails(context, failure);
        UnreadBody.forget(context, 2 * config.maxBody());
        return errors.answer(failure, RequestIds.of(context));
    }

    private Uni<Response> route(RoutingContext context) {
        HttpServerRequest request = context.request();
        HeaderCharacters.check(request.headers());
        Target target = Routes.target(rawPath(request), request.query());
        if (target == null) {
            if (!config.passThrough()) {
                throw new Refusal(404, "OBJECT_NOT_FOUND", "This path is no batch, and others are not forwarded here");
            }
            AnswersGiven.asks(context, AnswersGiven.PASSED_ON);
            return admission.admit(context, false).chain(caller -> passThrough.forward(context, caller));
        }
        AnswersGiven.asks(context, AnswersGiven.BATCH);
        if (!request.method().equals(HttpMethod.POST)) {
            throw new Refusal(405, "VALIDATION_ERROR", "A batch is sent with POST").withHeader("Allow", "POST");
        }
        String requestId = RequestIds.of(context);
        BatchLine line = new BatchLine(log, requestId, target);
        return Uni.createFrom()
                .deferred(() -> admission.admit(context, true).chain(caller -> {
                    // Not before: whoever is turned away could fill the queue of spans.
                    line.follow(tracing.begin(
                            target,
                            requestId,
                            name -> String.join(",", request.headers().getAll(name))));
                    return batches.serve(context, target, caller, line);
                }))
                .onFailure()
                .recoverWithItem(failure -> refused(failure, context, line))
                .onCancellation()
                .invoke(line::left);
    }

    private Response refused(Throwable failure, RoutingContext context, BatchLine line) {
        Response answer = answer(failure, context);
        line.refused(failure, answer);
        return answer;
    }

    /** As it stands on the request line: nothing is decoded or resolved. */
    private static String rawPath(HttpServerRequest request) {
        String uri = request.uri();
        int query = uri.indexOf('?');
        return query < 0 ? uri : uri.substring(0, query);
    }
}
