//! A listener whose connections can be cut and whose door can be shut.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// Cuts one connection from wherever a request is handled.
#[derive(Clone, Default)]
pub(super) struct Scissors {
    inner: Arc<Cut>,
}

#[derive(Default)]
struct Cut {
    cut: AtomicBool,
    wakers: Mutex<[Option<Waker>; 2]>,
}

impl Scissors {
    pub(super) fn cut(&self) {
        self.inner.cut.store(true, Ordering::SeqCst);
        let mut wakers = self
            .inner
            .wakers
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        for waker in wakers.iter_mut().filter_map(Option::take) {
            waker.wake();
        }
    }

    /// Fails once the connection was cut; otherwise remembers whom to wake (0 reads, 1 writes).
    fn check(&self, side: usize, context: &Context<'_>) -> io::Result<()> {
        let mut wakers = self
            .inner
            .wakers
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if self.inner.cut.load(Ordering::SeqCst) {
            return Err(io::ErrorKind::ConnectionReset.into());
        }
        wakers[side] = Some(context.waker().clone());
        Ok(())
    }
}

/// A TCP connection with its scissors.
pub(super) struct Stream {
    tcp: TcpStream,
    scissors: Scissors,
}

impl AsyncRead for Stream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if let Err(cut) = self.scissors.check(0, context) {
            return Poll::Ready(Err(cut));
        }
        Pin::new(&mut self.tcp).poll_read(context, buffer)
    }
}

impl AsyncWrite for Stream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        if let Err(cut) = self.scissors.check(1, context) {
            return Poll::Ready(Err(cut));
        }
        Pin::new(&mut self.tcp).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.tcp).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.tcp).poll_shutdown(context)
    }
}

/// Listens on the loopback interface only, and not at all while `open` is false.
pub(super) struct Door {
    listener: Option<TcpListener>,
    address: SocketAddr,
    open: watch::Receiver<bool>,
}

impl Door {
    pub(super) async fn bind(port: u16, open: watch::Receiver<bool>) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        let address = listener.local_addr()?;
        Ok(Self {
            listener: Some(listener),
            address,
            open,
        })
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Listener for Door {
    type Io = Stream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Stream, SocketAddr) {
        loop {
            if !*self.open.borrow_and_update() {
                // Dropping the listener makes the system refuse connections, as a dead server does.
                self.listener = None;
                if self.open.changed().await.is_err() {
                    std::future::pending::<()>().await;
                }
                continue;
            }
            let Some(listener) = &self.listener else {
                match TcpListener::bind(self.address).await {
                    Ok(listener) => self.listener = Some(listener),
                    Err(_) => tokio::time::sleep(std::time::Duration::from_millis(20)).await,
                }
                continue;
            };
            tokio::select! {
                accepted = listener.accept() => {
                    if let Ok((tcp, address)) = accepted {
                        // Without it small answers would wait for the acknowledgement of earlier ones.
                        let _ = tcp.set_nodelay(true);
                        return (Stream { tcp, scissors: Scissors::default() }, address);
                    }
                    // Out of file descriptors, most likely: let others finish.
                    tokio::time::sleep(std::time::Duration::from_millis(20)).await;
                }
                _ = self.open.changed() => {}
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.address)
    }
}

impl Connected<IncomingStream<'_, Door>> for Scissors {
    fn connect_info(stream: IncomingStream<'_, Door>) -> Self {
        stream.io().scissors.clone()
    }
}
