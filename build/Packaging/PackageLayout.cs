using Build.Running;

namespace Build.Packaging;

/// <summary>Where things are inside a package, with forward slashes.</summary>
internal static class PackageLayout
{
    /// <summary>The host, started with <c>dotnet host/Build.dll</c>.</summary>
    public const string Host = "host";

    /// <summary>What is deployed, laid out as in the repository that it comes from.</summary>
    public const string Assets = "assets";

    /// <summary>Below the assets.</summary>
    public const string Environments = "deployment/environments";

    /// <summary>Below the assets.</summary>
    public const string Infrastructure = "deployment/infrastructure";

    /// <summary>Starts the host with the package that it lies in; also how the host knows the root of an unpacked package.</summary>
    public const string ShellScript = HostFolders.PackageScript;

    public const string PowerShellScript = "layercake.ps1";
}
