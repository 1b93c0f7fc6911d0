using Build.Running;

namespace Build.Packaging;

/// <summary>Makes the package that is deployed later.</summary>
public interface IPackager
{
    /// <exception cref="BuildFailedException">What would go into it is wrong, or it could not be written.</exception>
    void Pack();
}
