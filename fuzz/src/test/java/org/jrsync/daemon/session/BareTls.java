package org.jrsync.daemon.session;

import java.nio.ByteBuffer;
import java.security.NoSuchAlgorithmException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * TLS without its cryptography, which is the JDK's and costs a thousand times what is looked at
 * here: a first byte agrees, and what follows comes in records that are not sealed.
 */
final class BareTls extends SSLEngine {
  /** The byte that agrees: the type of a record of the handshake. */
  static final int HELLO = 0x16;

  private static final int HEADER = 5;
  private static final SSLSession SESSION = session();

  private HandshakeStatus status = HandshakeStatus.NOT_HANDSHAKING;
  private boolean closed;

  private static SSLSession session() {
    try {
      return SSLContext.getDefault().createSSLEngine().getSession();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void beginHandshake() {
    status = HandshakeStatus.NEED_UNWRAP;
  }

  @Override
  public SSLEngineResult unwrap(ByteBuffer source, ByteBuffer[] targets, int offset, int length)
      throws SSLException {
    int before = source.remaining();
    if (before == 0) {
      return new SSLEngineResult(Status.BUFFER_UNDERFLOW, status, 0, 0);
    }
    if (status == HandshakeStatus.NEED_UNWRAP) {
      if (source.get() != HELLO) {
        status = HandshakeStatus.NEED_WRAP;
        throw new SSLException("that is no TLS");
      }
      status = HandshakeStatus.NEED_WRAP;
      return new SSLEngineResult(Status.OK, status, 1, 0);
    }
    int data = (source.getShort(source.position() + HEADER - 2) & 0xffff);
    if (data > targets[offset].remaining()) {
      return new SSLEngineResult(Status.BUFFER_OVERFLOW, status, 0, 0);
    }
    source.position(source.position() + HEADER);
    targets[offset].put(source.slice(source.position(), data));
    source.position(source.position() + data);
    return new SSLEngineResult(Status.OK, status, HEADER + data, data);
  }

  @Override
  public SSLEngineResult wrap(ByteBuffer[] sources, int offset, int length, ByteBuffer target) {
    boolean shakes = status == HandshakeStatus.NEED_WRAP;
    int data = sources[offset].remaining();
    if (target.remaining() < 1 + data) {
      return new SSLEngineResult(Status.BUFFER_OVERFLOW, status, 0, 0);
    }
    if (shakes) {
      target.put((byte) HELLO);
      status = HandshakeStatus.NOT_HANDSHAKING;
    }
    target.put(sources[offset]);
    Status done = closed ? Status.CLOSED : Status.OK;
    return new SSLEngineResult(done, status, data, data + (shakes ? 1 : 0));
  }

  @Override
  public HandshakeStatus getHandshakeStatus() {
    return status;
  }

  @Override
  public SSLSession getSession() {
    return SESSION;
  }

  @Override
  public @Nullable Runnable getDelegatedTask() {
    return null;
  }

  @Override
  public void closeInbound() {
    closed = true;
  }

  @Override
  public boolean isInboundDone() {
    return closed;
  }

  @Override
  public void closeOutbound() {
    closed = true;
  }

  @Override
  public boolean isOutboundDone() {
    return closed;
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return new String[0];
  }

  @Override
  public String[] getEnabledCipherSuites() {
    return new String[0];
  }

  @Override
  public void setEnabledCipherSuites(String[] suites) {}

  @Override
  public String[] getSupportedProtocols() {
    return new String[0];
  }

  @Override
  public String[] getEnabledProtocols() {
    return new String[0];
  }

  @Override
  public void setEnabledProtocols(String[] protocols) {}

  @Override
  public void setUseClientMode(boolean mode) {}

  @Override
  public boolean getUseClientMode() {
    return false;
  }

  @Override
  public void setNeedClientAuth(boolean need) {}

  @Override
  public boolean getNeedClientAuth() {
    return false;
  }

  @Override
  public void setWantClientAuth(boolean want) {}

  @Override
  public boolean getWantClientAuth() {
    return false;
  }

  @Override
  public void setEnableSessionCreation(boolean flag) {}

  @Override
  public boolean getEnableSessionCreation() {
    return true;
  }
}
