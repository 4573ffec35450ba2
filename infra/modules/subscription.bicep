import { eventSubscription } from 'types.bicep'

param topicName string
param storageId string
param deadLetters string
param wanted eventSubscription

var to = wanted.destination

var destination = to.kind == 'webhook'
  ? {
      endpointType: 'WebHook'
      properties: {
        endpointUrl: to.url
        azureActiveDirectoryTenantId: to.?tenantId
        azureActiveDirectoryApplicationIdOrUri: to.?applicationId
      }
    }
  : to.kind == 'storageQueue'
      ? { endpointType: 'StorageQueue', properties: { resourceId: to.resourceId, queueName: to.queue } }
      : to.kind == 'azureFunction'
          ? { endpointType: 'AzureFunction', properties: { resourceId: to.resourceId } }
          : to.kind == 'serviceBusQueue'
              ? { endpointType: 'ServiceBusQueue', properties: { resourceId: to.resourceId } }
              : to.kind == 'serviceBusTopic'
                  ? { endpointType: 'ServiceBusTopic', properties: { resourceId: to.resourceId } }
                  : { endpointType: 'EventHub', properties: { resourceId: to.resourceId } }

// Event Grid cannot deliver to webhooks and functions with the topic's identity.
var byIdentity = !contains(['webhook', 'azureFunction'], to.kind)

resource topic 'Microsoft.EventGrid/topics@2025-02-15' existing = {
  name: topicName
}

resource delivery 'Microsoft.EventGrid/topics/eventSubscriptions@2025-02-15' = {
  parent: topic
  name: wanted.name
  properties: {
    eventDeliverySchema: 'CloudEventSchemaV1_0'
    destination: byIdentity ? null : destination
    deliveryWithResourceIdentity: byIdentity
      ? {
          identity: { type: 'SystemAssigned' }
          destination: destination
        }
      : null
    filter: {
      includedEventTypes: wanted.?types
      subjectBeginsWith: wanted.?subjectPrefix
    }
    retryPolicy: {
      maxDeliveryAttempts: 30
      eventTimeToLiveInMinutes: 1440
    }
    deadLetterWithResourceIdentity: {
      identity: { type: 'SystemAssigned' }
      deadLetterDestination: {
        endpointType: 'StorageBlob'
        properties: {
          resourceId: storageId
          blobContainerName: deadLetters
        }
      }
    }
  }
}
