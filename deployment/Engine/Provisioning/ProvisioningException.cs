namespace Layercake.Engine.Provisioning;

/// <summary>The settings do not say what to create, or do not fit what is in Azure; nothing was created.</summary>
/// <param name="setting">The setting to correct.</param>
public sealed class ProvisioningException(string setting, string message) : Exception(message)
{
    public string Setting => setting;
}
