using Layercake.Identity;
using Layercake.LocalCloud;

namespace Build.LocalClouds;

/// <summary>A local cloud as what signs in knows it: its addresses, and the one certificate that is trusted there.</summary>
internal static class LocalAzureCloud
{
    public static AzureCloud Of(CloudDescription cloud) =>
        AzureCloud.Local(new Uri(cloud.Authority), new Uri(cloud.Arm), cloud.CertificatePem);
}
