namespace Layercake.Engine.Kinds.Model;

/// <summary>A kind whose objects cost money while they run, and may be stopped after they were deployed.</summary>
internal interface IStoppable
{
    /// <summary>Stops the object; does nothing when it is stopped already.</summary>
    Task StopAsync(string id, CancellationToken ct);
}
