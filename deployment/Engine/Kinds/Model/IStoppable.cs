namespace Layercake.Engine.Kinds.Model;

/// <summary>A kind whose objects cost money while they run, and may be stopped after they were deployed.</summary>
public interface IStoppable
{
    /// <summary>Stops it; one that is down already stays as it is.</summary>
    Task StopAsync(string id, CancellationToken ct);
}
