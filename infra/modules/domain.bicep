param location string
param tags object
param appName string
param planId string
param hostName string

@description('A certificate that was uploaded for the host name. Empty: Azure makes one.')
param certificateThumbprint string

resource app 'Microsoft.Web/sites@2025-03-01' existing = {
  name: appName
}

// A certificate is made for a name that is bound, and bound by binding the name anew.
resource binding 'Microsoft.Web/sites/hostNameBindings@2025-03-01' = {
  parent: app
  name: hostName
  properties: {
    siteName: appName
    hostNameType: 'Verified'
    customHostNameDnsRecordType: 'CName'
    sslState: empty(certificateThumbprint) ? 'Disabled' : 'SniEnabled'
    thumbprint: empty(certificateThumbprint) ? null : certificateThumbprint
  }
}

resource certificate 'Microsoft.Web/certificates@2025-03-01' = if (empty(certificateThumbprint)) {
  name: 'cert-${hostName}'
  location: location
  tags: tags
  properties: {
    canonicalName: hostName
    serverFarmId: planId
  }
  dependsOn: [binding]
}

module encryption 'encryption.bicep' = if (empty(certificateThumbprint)) {
  name: 'encryption'
  params: {
    appName: appName
    hostName: hostName
    thumbprint: certificate!.properties.thumbprint
  }
}
