namespace Layercake.Engine.Kinds.Model;

/// <summary>A kind whose objects are not ready when the write is answered.</summary>
internal interface IWaits
{
    /// <summary>Waits after a write until the object is ready. Other changes are written meanwhile; what depends on this one waits
    /// too.</summary>
    /// <remarks>An exception fails the change.</remarks>
    /// <exception cref="NotReadyException">It failed, or takes too long.</exception>
    Task WaitAsync(string id, CancellationToken ct);
}
