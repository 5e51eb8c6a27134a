package dev.holdfast.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.model.AwsFailure;
import dev.holdfast.model.Scope;
import java.util.ArrayList;
import java.util.List;

/**
 * The door to queues over the SDK. This is the one place outside the room {@code change} that names an operation which is
 * not a reading one: {@code sqs:DeleteMessage}, by which a consumer says that it has dealt with a message.
 */
final class SdkQueue implements QueueDoor {
    private static final String SQS = "sqs";

    private final Caller caller;

    SdkQueue(Caller caller) {
        this.caller = caller;
    }

    @Override
    public List<Delivery> receive(Scope scope, String queue, int waitSeconds) {
        ObjectNode request = JsonNodeFactory.instance
                .objectNode()
                .put("QueueUrl", queue)
                .put("MaxNumberOfMessages", 10)
                .put("WaitTimeSeconds", waitSeconds);
        JsonNode answer = Caller.json(caller.repeat(scope, caller.operation(SQS, "ReceiveMessage"), request));
        List<Delivery> out = new ArrayList<>();
        answer.path("Messages")
                .forEach(message -> out.add(new Delivery(
                        message.path("Body").asText(),
                        message.path("ReceiptHandle").asText())));
        return out;
    }

    @Override
    public void acknowledge(Scope scope, String queue, List<Delivery> deliveries) {
        for (int from = 0; from < deliveries.size(); from += 10) {
            ObjectNode request = JsonNodeFactory.instance.objectNode().put("QueueUrl", queue);
            ArrayNode entries = request.putArray("Entries");
            for (int i = from; i < Math.min(deliveries.size(), from + 10); i++) {
                entries.addObject()
                        .put("Id", Integer.toString(i))
                        .put("ReceiptHandle", deliveries.get(i).receipt());
            }
            // Deleting what is deleted already is no error, so it may be tried again like any read.
            JsonNode answer = Caller.json(caller.repeat(scope, caller.operation(SQS, "DeleteMessageBatch"), request));
            JsonNode failed = answer.path("Failed");
            if (!failed.isEmpty()) {
                throw new AwsFailure(
                        AwsFailure.Kind.UNAVAILABLE,
                        "sqs:DeleteMessage",
                        scope,
                        failed.path(0).path("Code").asText(),
                        0,
                        failed.size() + " messages could not be taken off the queue and come again");
            }
        }
    }
}
