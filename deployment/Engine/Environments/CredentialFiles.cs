using Layercake.Engine.Declarations;
using Layercake.Identity.Certificates;

namespace Layercake.Engine.Environments;

/// <summary>Reads the files that somebody signs in with.</summary>
internal static class CredentialFiles
{
    /// <exception cref="CertificateException">It is not there, or cannot be read.</exception>
    public static CredentialFile Read(string path)
    {
        try
        {
            return new CredentialFile(path, File.ReadAllBytes(path));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CertificateException($"There is no file {path}.", exception);
        }
        catch (Exception exception) when (DiskErrors.Is(exception))
        {
            throw new CertificateException($"{path} cannot be read: {DiskErrors.Words(exception)}.", exception);
        }
    }
}
