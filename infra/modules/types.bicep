@export()
@description('A subscription to every event, or to some types or environments.')
type eventSubscription = {
  @description('3 to 64 letters, digits and hyphens.')
  @minLength(3)
  @maxLength(64)
  name: string

  @description('Only events of these types.')
  types: string[]?

  @description('Only events whose subject, the environment, begins with this.')
  subjectPrefix: string?

  destination: destination
}

@discriminator('kind')
type destination = webhook | storageQueue | azureFunction | serviceBusQueue | serviceBusTopic | eventHub

type webhook = {
  kind: 'webhook'

  @description('Must answer the CloudEvents handshake during the deployment. Put no secret in it: anyone who can read the deployment can read it.')
  url: string

  @description('With both of these, Event Grid sends a token of Microsoft Entra ID.')
  tenantId: string?
  applicationId: string?
}

type storageQueue = {
  kind: 'storageQueue'

  @description('The account; the identity of the topic needs the role Storage Queue Data Message Sender there.')
  resourceId: string
  queue: string
}

type azureFunction = {
  kind: 'azureFunction'
  resourceId: string
}

type serviceBusQueue = {
  kind: 'serviceBusQueue'

  @description('The identity of the topic needs the role Azure Service Bus Data Sender there.')
  resourceId: string
}

type serviceBusTopic = {
  kind: 'serviceBusTopic'

  @description('The identity of the topic needs the role Azure Service Bus Data Sender there.')
  resourceId: string
}

type eventHub = {
  kind: 'eventHub'

  @description('The identity of the topic needs the role Azure Event Hubs Data Sender there.')
  resourceId: string
}
