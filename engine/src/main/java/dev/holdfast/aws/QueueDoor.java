package dev.holdfast.aws;

import dev.holdfast.model.Scope;
import java.util.List;

/**
 * The one door through which a queue is emptied. Telling a queue that a delivery was taken changes it, so it is neither part
 * of {@link AwsReader} nor of the writing door: this door can take, and forget what was taken, and nothing else.
 */
public interface QueueDoor {
    /**
     * A delivery.
     *
     * @param body what it says
     * @param receipt what it is acknowledged by
     */
    record Delivery(String body, String receipt) {}

    /**
     * Waits for deliveries.
     *
     * @param scope account and region of the queue
     * @param queue its URL
     * @param waitSeconds longest wait, up to 20
     * @return up to ten deliveries, none when there were none
     * @throws dev.holdfast.model.AwsFailure when the queue cannot be read
     */
    List<Delivery> receive(Scope scope, String queue, int waitSeconds);

    /**
     * Says that deliveries are dealt with, so that they do not come again.
     *
     * @throws dev.holdfast.model.AwsFailure when that could not be said of all of them: they come again
     */
    void acknowledge(Scope scope, String queue, List<Delivery> deliveries);
}
